export interface Config {
  jimu?: {
    sandbox?: {
      /**
       * True: every page says that clusters, people and servers behind it are a stand-in. Default false. The texts
       * "true" and "false" count too, as a variable of the environment gives them.
       * @visibility frontend
       */
      banner?: boolean | string;
    };
    userCenter?: {
      /**
       * The user center's `end_session_endpoint`. After signing out of the portal the browser goes there, so that the next
       * sign-in asks for the password. Absent: the user center's session is left as it is.
       * @visibility frontend
       */
      endSessionUrl?: string;
      /**
       * The portal's client id at the user center, for signing out. Default `jimu`.
       * @visibility frontend
       */
      clientId?: string;
    };
  };
}
