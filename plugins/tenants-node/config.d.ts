export interface Config {
  jimu?: {
    /** Who runs the platform, by groups of the user center (entity refs such as `group:default/platform-admins`). */
    platform?: {
      /** Members see everything of the platform and administer it. */
      adminGroups?: string[];
      /** Members see everything and change nothing. */
      auditorGroups?: string[];
    };
    /** Places to run things: a cluster plus rules. */
    environments?: Array<{
      /** DNS label, at most 12 characters. */
      name: string;
      /** Display name; the name when left out. */
      title?: { en?: string; zh?: string };
      /** Name of a cluster in `jimu.clusters`. */
      cluster: string;
      /** Production rules apply. Default false. */
      production?: boolean;
      /** How instances are reached from outside the cluster. Default `none`. */
      exposure?: 'none' | 'nodePort' | 'loadBalancer';
      /** What happens to volumes and Secrets of a deleted instance. Default `delete`. */
      deletionPolicy?: 'delete' | 'retain';
    }>;
    /** The teams' spaces. */
    tenants?: Array<{
      /** DNS label, at most 20 characters; prefix of the tenant's namespaces, so it never changes. */
      name: string;
      /** Display name, Chinese or English. */
      title?: string;
      /** Group that owns the tenant's entities in the catalog. */
      owner: string;
      /** Names of environments; all when left out. */
      environments?: string[];
      /** Groups by role. An owner may do what a developer may, a developer what a viewer may. */
      roles?: {
        owner?: string[];
        developer?: string[];
        viewer?: string[];
      };
    }>;
  };
}
