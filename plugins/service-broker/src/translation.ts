import { createTranslationRef } from '@backstage/frontend-plugin-api';

/** All texts in English. Keys below `problem`, `remedy` and `step` follow the API's codes. */
export const messages = {
  'action.cancel': 'Cancel',
  'action.copy': 'Copy',
  'action.copyNamed': 'Copy {{name}}',
  'action.copied': 'Copied',
  'action.copyFailed':
    'The browser did not allow copying; mark the text and copy it by hand',
  'action.reload': 'Try again',
  'action.signIn': 'Sign in again',
  'action.toMarket': 'Open the market',
  'action.toInstances': 'Show my instances',

  'common.notSet': 'none',
  'common.sentences': '{{first}}. {{second}}',
  'common.all': 'All',
  'common.required': 'required',
  'common.yes': 'Yes',
  'common.no': 'No',
  'common.choose': 'Choose',
  'common.loading': 'Loading',
  'common.breadcrumb': 'Where you are',
  'common.perMonth': '{{price}} / month',
  'common.justNow': 'just now',
  'common.minutes_one': '{{count}} minute',
  'common.minutes_other': '{{count}} minutes',
  'common.production': 'Production',

  'live.live': 'Changes appear by themselves',
  'live.connecting': 'Connecting',
  'live.offline':
    'Not connected: this may be out of date, it is tried again by itself',

  'unit.cores': 'cores',
  'unit.hours': 'hours',
  'unit.days': 'days',
  'unit.minutes': 'minutes',
  'unit.seconds': 'seconds',
  'unit.percent': '%',
  'unit.connections': 'connections',
  'unit.size': 'Unit of {{name}}',

  'amount.cores_one': '{{value}} core',
  'amount.cores_other': '{{value}} cores',
  'amount.volumes_one': '{{value}} volume',
  'amount.volumes_other': '{{value}} volumes',

  'resource.cpu': 'CPU',
  'resource.memory': 'Memory',
  'resource.storage': 'Storage',
  'resource.volumes': 'Volumes',

  'failure.signedOut.title': 'Your session has ended',
  'failure.signedOut.hint': 'Sign in again; you come back to this page.',
  'failure.notAllowed.title': 'You are not allowed to do this',
  'failure.notAllowed.hint':
    'Ask an owner of the tenant for the right, or a platform engineer.',
  'failure.notFound.title': 'There is nothing here',
  'failure.notFound.hint':
    'It does not exist, was deleted, or belongs to a tenant that you are not in.',
  'failure.conflict.title': 'This does not fit the present state',
  'failure.conflict.hint':
    'Somebody or something changed it meanwhile. Load the page again and look before you repeat it.',
  'failure.invalid.title': 'Something in the request is not right',
  'failure.invalid.hint': 'Mend what is named below and send it again.',
  'failure.unavailable.title': 'The service broker does not answer now',
  'failure.unavailable.hint':
    'Nothing was lost. Try again in a moment; tell a platform engineer if it lasts.',
  'failure.offline.title': 'The portal cannot be reached',
  'failure.offline.hint': 'Look at your network connection, then try again.',
  'failure.unknown.title': 'Something went wrong',
  'failure.unknown.hint':
    'Try again. If it happens again, give a platform engineer the words below.',
  'failure.requestId': 'Request {{id}}',

  'phase.pending': 'Waiting',
  'phase.provisioning': 'Being set up',
  'phase.ready': 'Ready',
  'phase.updating': 'Being changed',
  'phase.degraded': 'Degraded',
  'phase.failed': 'Failed',
  'phase.deleting': 'Being deleted',
  'phase.deleted': 'Deleted',

  'category.database': 'Databases',
  'category.cache': 'Caches',
  'category.messaging': 'Messaging',
  'category.search': 'Search engines',
  'category.storage': 'Object storage',
  'category.observability': 'Observability',

  'market.title': 'Market',
  'market.subtitle':
    'Databases, caches and queues for your team: choose one, and it is set up within minutes.',
  'market.search': 'Search the market',
  'market.searchPlaceholder': 'Name or purpose, such as cache or 消息队列',
  'market.categories': 'Category',
  'market.found_one': '{{count}} offering',
  'market.found_other': '{{count}} offerings',
  'market.from': 'from {{price}}',
  'market.order': 'Order',
  'market.orderNamed': 'Order {{offering}}',
  'market.availableIn': 'Available in {{environments}}',
  'market.unavailable': 'Cannot be ordered now',
  'market.unavailableIn': 'Not in {{environment}}',
  'market.broken.title_one':
    '{{count}} offering cannot be ordered: its description is broken',
  'market.broken.title_other':
    '{{count}} offerings cannot be ordered: their descriptions are broken',
  'market.broken.line': '(line {{line}})',
  'market.noMatch.title': 'Nothing found for “{{query}}”',
  'market.noMatch.hint':
    'Try another word, in English or Chinese, or look at all offerings.',
  'market.noMatch.action': 'Show all offerings',
  'market.empty.title': 'Nothing can be ordered yet',
  'market.empty.hint':
    'Platform engineers describe offerings as YAML files; what they add appears here.',

  'order.title': 'Order {{offering}}',
  'order.plan': 'Plan',
  'order.plan.recommended': 'Recommended',
  'order.plan.ha': 'Survives the loss of a node',
  'order.where': 'Name and place',
  'order.tenant': 'Tenant',
  'order.environment': 'Environment',
  'order.noTenant.title': 'You cannot order in any tenant yet',
  'order.noTenant.hint':
    'It takes the role developer in a tenant. Ask an owner of your team’s tenant to add you to the group.',
  'order.unavailableHere': 'Cannot be ordered in {{environment}}',
  'order.name': 'Name',
  'order.name.rule':
    'Lower case letters, digits and dashes, beginning with a letter; at most {{max}} characters. It cannot be changed later.',
  'order.name.checking': 'Checking whether the name is free',
  'order.name.free': 'The name is free',
  'order.size': 'Size',
  'order.more': 'More settings',
  'order.more.hint': 'Sensible values are set; change them when you know why.',
  'order.version': 'Version',
  'order.later.never': 'Cannot be changed later.',
  'order.later.increase-only': 'Can only be made larger later.',
  'order.range': '{{minimum}} to {{maximum}}',
  'order.summary': 'What it costs and takes',
  'order.summary.updating': 'Working it out',
  'order.summary.unknown': 'Known once all fields are right',
  'order.summary.minutes': 'Ready in about {{minutes}}',
  'order.submit': 'Order {{offering}}',
  'order.submitting': 'Ordering',
  'order.missing': 'Still to do: {{fields}}',
  'order.refused': 'The order was not accepted',
  'order.share': 'Copy link to this form',
  'order.sharing': 'It fills in the same choices; there is no secret in it.',
  'order.lost': 'There is no offering “{{offering}}”',
  'order.lost.hint':
    'It was renamed or removed. The market shows what there is.',
  'order.broken': '{{offering}} has no plans',
  'order.broken.hint':
    'Its description is incomplete; a platform engineer must repair it.',

  'instances.title': 'Instances',
  'instances.subtitle': 'What your tenants have ordered.',
  'instances.search': 'Search by name',
  'instances.filter.tenant': 'Tenant',
  'instances.filter.environment': 'Environment',
  'instances.filter.offering': 'Offering',
  'instances.filter.phase': 'State',
  'instances.column.name': 'Name',
  'instances.column.offering': 'Offering',
  'instances.column.tenant': 'Tenant',
  'instances.column.environment': 'Environment',
  'instances.column.phase': 'State',
  'instances.column.createdAt': 'Ordered',
  'instances.column.price': 'Per month',
  'instances.count': '{{from}} to {{to}} of {{total}}',
  'instances.previous': 'Previous page',
  'instances.next': 'Next page',
  'instances.empty.title': 'No instances yet',
  'instances.empty.hint':
    'An instance is a database, cache or queue of your own. Choose one in the market, give it a name, and its address and password wait here a few minutes later.',
  'instances.noMatch.title': 'No instance matches the filter',
  'instances.noMatch.action': 'Clear the filter',
  'instances.all': 'All instances',
  'instances.mine': 'Recent instances',

  'instance.lost.title': 'This instance does not exist',
  'instance.lost.hint':
    'It was deleted, or it belongs to a tenant that you are not in.',
  'instance.subtitle':
    '{{offering}}, plan {{plan}}, in {{environment}} of {{tenant}}',
  'instance.orderAgain': 'Order one like it',
  'instance.orderLikeThis': 'Order again with the same settings',

  'instance.progress.create': 'Setting up',
  'instance.progress.delete': 'Deleting',
  'instance.progress.bind': 'Making the binding',
  'instance.progress.unbind': 'Removing the binding',
  'instance.progress.elapsed': '{{elapsed}} so far; usually about {{minutes}}',
  'instance.progress.elapsedOnly': '{{elapsed}} so far',
  'instance.progress.stays': 'You may leave this page; it goes on without you.',
  'instance.progress.announce': '{{step}}: {{state}}',
  'instance.step.waiting': 'to come',
  'instance.step.active': 'in progress',
  'instance.step.done': 'done',
  'instance.step.failed': 'failed',

  'instance.problem': 'Something needs attention',
  'instance.problem.next': 'What to do',
  'instance.problem.said': 'In the words of the system',
  'instance.warning': 'The operator warns',
  'instance.gone.title': '{{name}} has been deleted',
  'instance.gone.hint':
    'Nothing of it is left. Its record of who did what is kept.',
  'instance.gone.hintRetained':
    'Its volumes and Secrets were kept, by the rule of the environment.',
  'instance.retry': 'Try again',
  'instance.retry.sent': 'It is being tried again',

  'instance.overview': 'Overview',
  'instance.fact.offering': 'Offering',
  'instance.fact.plan': 'Plan',
  'instance.fact.version': 'Version',
  'instance.fact.tenant': 'Tenant',
  'instance.fact.environment': 'Environment',
  'instance.fact.cluster': 'Cluster',
  'instance.fact.namespace': 'Namespace',
  'instance.fact.resourceName': 'Name in the cluster',
  'instance.fact.price': 'Cost',
  'instance.fact.created': 'Ordered',
  'instance.parameters': 'Settings',

  'instance.endpoints': 'Addresses',
  'instance.endpoints.empty':
    'The address appears here as soon as the instance is ready.',
  'instance.endpoint.cluster': 'Inside the cluster',
  'instance.endpoint.external': 'From outside',

  'instance.connect': 'Connect',
  'instance.bindings.hint':
    'A binding is an app’s access. Give each app its own, so that one can be taken back without the others.',
  'instance.bindings.sharedHint':
    'All bindings of this instance share one account: taking one back does not change the password.',
  'instance.bindings.empty.title': 'No app has access yet',
  'instance.bindings.empty.ready':
    'Make a binding to get the address, user and password.',
  'instance.bindings.empty.notReady':
    'Bindings can be made as soon as the instance is ready.',
  'instance.bind': 'New binding',
  'instance.bind.title': 'New binding',
  'instance.bind.name': 'Name',
  'instance.bind.name.hint':
    'For example the app that will use it. Lower case letters, digits and dashes.',
  'instance.bind.submit': 'Make the binding',
  'instance.bind.notNow': 'Possible once the instance is ready.',
  'instance.bind.notAllowed':
    'It takes the role developer in the tenant {{tenant}}.',
  'instance.unbind': 'Remove',
  'instance.unbindNamed': 'Remove the binding {{name}}',
  'instance.unbind.title': 'Remove the binding {{name}}?',
  'instance.unbind.warning':
    'Apps that use this account lose access at once. It cannot be undone; a new binding gets a new password.',
  'instance.unbind.warningShared':
    'The account is shared, so its password goes on working for whoever has it. The binding is only taken off the list.',
  'instance.unbind.submit': 'Remove the binding',

  'binding.pending': 'Being made',
  'binding.ready': 'Ready',
  'binding.failed': 'Failed',
  'binding.deleting': 'Being removed',
  'binding.deleted': 'Removed',

  'connection.reveal': 'Show credentials',
  'connection.revealNamed': 'Show the credentials of {{name}}',
  'connection.audited':
    'Showing them is recorded with your name. They hide again after two minutes.',
  'connection.notAllowed':
    'Credentials can be seen with the role developer in the tenant {{tenant}}.',
  'connection.notReady':
    'The credentials can be shown as soon as the binding is ready.',
  'connection.hide': 'Hide',
  'connection.hidesIn': 'Hides in {{time}}',
  'connection.hidden': 'Credentials hidden',
  'connection.shown': 'Credentials shown; this was recorded',
  'connection.reach': 'Where does your app run?',
  'connection.reach.cluster': 'In the cluster',
  'connection.reach.external': 'Outside',
  'connection.noExternal': 'Reachable only from inside the cluster.',
  'connection.formats': 'Format',
  'connection.tab.fields': 'Fields',
  'connection.tab.uri': 'URI',
  'connection.tab.env': '.env',
  'connection.tab.secret': 'Secret',
  'connection.tab.code': 'Code',
  'connection.language': 'Language',
  'connection.language.cli': 'Command line',
  'connection.language.spring': 'Java (Spring)',
  'connection.language.go': 'Go',
  'connection.language.node': 'Node.js',
  'connection.language.python': 'Python',
  'connection.lines': '{{number}} lines',
  'connection.env.hint': 'Do not commit this file.',
  'connection.secret.hint':
    'For Kubernetes, as servicebinding.io lays it down: mount it below SERVICE_BINDING_ROOT, or take single keys as variables.',
  'connection.code.hint':
    'Reads the variables of the .env file, so that no secret stands in your code.',
  'connection.cli.hint':
    'Holds the password; it may stay in the history of your shell.',
  'connection.noUri':
    'There is no single connection string for this address; use the fields.',

  'instance.events': 'What happened in the cluster',
  'instance.showAll': 'Show all {{number}}',
  'instance.events.empty':
    'No events lately. Kubernetes keeps them for about an hour.',
  'instance.events.warning': 'Warning',
  'instance.events.normal': 'Note',
  'instance.events.times': '{{number}} times',
  'instance.activity': 'Who did what',
  'instance.activity.empty': 'Nothing recorded yet.',
  'activity.create': '{{who}} ordered it',
  'activity.delete': '{{who}} asked for its deletion',
  'activity.bind': '{{who}} made a binding',
  'activity.unbind': '{{who}} removed a binding',
  'activity.reveal': '{{who}} looked at credentials',
  'activity.retry': '{{who}} had it tried again',

  'delete.section': 'Delete',
  'delete.hint': 'Gives the instance back and ends its cost.',
  'delete.open': 'Delete this instance',
  'delete.title': 'Delete {{name}}?',
  'delete.goes': 'What goes',
  'delete.goes.instance': 'The instance and its addresses',
  'delete.goes.data': 'All its data and volumes; nobody can bring them back',
  'delete.goes.bindings_one':
    '{{count}} binding, whose app loses access: {{names}}',
  'delete.goes.bindings_other':
    '{{count}} bindings, whose apps lose access: {{names}}',
  'delete.stays': 'What stays',
  'delete.stays.data':
    'Its volumes and Secrets, by the rule of {{environment}}; they go on taking storage until a platform engineer removes them',
  'delete.stays.record': 'The record of who did what',
  'delete.production': 'This is production.',
  'delete.type': 'Type {{name}} to confirm',
  'delete.submit': 'Delete for good',
  'delete.notAllowed':
    'You lack the right to delete it here. An owner of the tenant {{tenant}} can.',
  'delete.started': 'It is being deleted',

  'step.create.accepted': 'Order accepted',
  'step.create.namespace': 'Namespace prepared',
  'step.create.applied': 'Sent to the cluster',
  'step.create.acknowledged': 'Taken up by the operator',
  'step.create.running': 'Starting up',
  'step.create.ready': 'Ready to use',
  'step.delete.accepted': 'Deletion accepted',
  'step.delete.bindings': 'Bindings removed',
  'step.delete.resources': 'Taken out of the cluster',
  'step.delete.gone': 'Checked that nothing is left',
  'step.bind.accepted': 'Request accepted',
  'step.bind.applied': 'Account ordered from the operator',
  'step.bind.ready': 'Account ready',
  'step.unbind.accepted': 'Request accepted',
  'step.unbind.resources': 'Account taken away',
  'step.unbind.gone': 'Checked that nothing is left',

  'problem.required': 'This is needed',
  'problem.type-string': 'This must be a text',
  'problem.type-integer': 'This must be a whole number',
  'problem.type-number': 'This must be a number',
  'problem.type-boolean': 'This must be yes or no',
  'problem.quantity-cores': 'This must be an amount such as 0.5 or 2',
  'problem.quantity-bytes': 'This must be an amount such as 512Mi or 10Gi',
  'problem.quantity': 'This must be an amount such as 500m, 2 or 10Gi',
  'problem.minimum': 'At least {{minimum}}',
  'problem.maximum': 'At most {{maximum}}',
  'problem.min-length': 'At least {{minLength}} characters',
  'problem.max-length': 'At most {{maxLength}} characters',
  'problem.pattern': 'Does not have the form {{pattern}}',
  'problem.pattern-example': 'Not in the right form; an example is {{example}}',
  'problem.enum': 'Choose one of {{allowed}}',
  'problem.control-character': 'No line breaks or other control characters',
  'problem.reserved': 'This word is reserved; choose another',
  'problem.text-invalid': 'This is not readable text',
  'problem.field-unknown': 'The server does not know this field',
  'problem.cursor-invalid':
    'This page of the list has gone; begin at the first',
  'problem.body-too-large': 'That is more than the server takes',
  'problem.database-unavailable': 'The portal cannot reach its database',
  'problem.fixed-by-plan': 'This plan sets it to {{value}}',
  'problem.unknown-field': 'This offering has no setting {{name}}',
  'problem.name-too-long': 'At most {{maxLength}} characters',
  'problem.name-pattern':
    'Lower case letters, digits and dashes only; begin with a letter, end with a letter or digit',
  'problem.name-taken':
    'The tenant already has an instance {{name}} in {{environment}}',
  'problem.offering-unknown': 'There is no offering {{offering}}',
  'problem.offering-broken':
    'The description of {{offering}} is broken: {{detail}}',
  'problem.kind-missing':
    'The cluster {{cluster}} does not know {{kind}} ({{apiVersion}})',
  'problem.cluster-unreachable': 'The cluster {{cluster}} does not answer',
  'problem.cluster-unknown':
    'The cluster {{cluster}} is not configured any more',
  'problem.cluster-refused': 'The cluster {{cluster}} refused: {{detail}}',
  'problem.plan-unknown': 'There is no plan {{plan}}',
  'problem.version-unknown':
    'There is no version {{version}}; there are {{known}}',
  'problem.tenant-unknown': 'You belong to no tenant {{tenant}}',
  'problem.environment-unknown':
    'The tenant has no environment {{environment}}; it has {{known}}',
  'problem.instance-unknown': 'There is no such instance',
  'problem.binding-unknown': 'There is no such binding',
  'problem.right-missing':
    'This takes the role {{role}} in the tenant {{tenant}}',
  'problem.instance-not-ready': 'The instance is not ready',
  'problem.instance-deleting': 'The instance is being deleted',
  'problem.binding-name-taken': 'There is already a binding {{name}}',
  'problem.binding-not-ready': 'The binding is not ready',
  'problem.not-bindable': 'Bindings are not offered for {{offering}}',
  'problem.confirm-name-mismatch': 'That is not its name, which is {{name}}',
  'problem.idempotency-conflict':
    'This form was already sent with other contents',
  'problem.nothing-to-retry':
    'There is nothing to try again; it has not failed',
  'problem.credentials-unavailable': 'The credentials cannot be read now',
  'problem.place-unknown':
    'The tenant {{tenant}} is not in {{environment}} any more',
  'problem.object-foreign':
    '{{object}} is already there and belongs to something else',
  'problem.namespace-refused':
    'The namespace could not be prepared: {{detail}}',
  'problem.operator-failed': 'The operator reports {{reason}}: {{detail}}',
  'problem.operator-silent':
    'The operator {{operator}} has not reacted for {{seconds}} seconds',
  'problem.timed-out': 'It was not done within {{minutes}} minutes',
  'problem.deletion-waits':
    'Deletion has waited {{seconds}} seconds for {{objects}}',
  'problem.revocation-failed': 'The account could not be removed: {{detail}}',
  'problem.superseded': 'Ended because deletion was asked for',
  'problem.status-unreadable':
    'Its state cannot be read by the rules of the offering',
  'problem.internal': 'An error inside the portal holds this up',

  'remedy.database-unavailable': 'Nothing was changed. Try again in a moment.',
  'remedy.name-taken': 'Choose another name.',
  'remedy.offering-broken': 'A platform engineer must repair the offering.',
  'remedy.kind-missing':
    'A platform engineer must install the operator {{operator}}.',
  'remedy.cluster-unreachable':
    'It is tried again by itself. Tell a platform engineer if it lasts.',
  'remedy.cluster-unknown':
    'A platform engineer must add it to the configuration again.',
  'remedy.cluster-refused':
    'It is tried again by itself. A platform engineer knows what the cluster allows.',
  'remedy.right-missing': '{{granters}} can grant it.',
  'remedy.instance-not-ready': 'Wait until it is ready.',
  'remedy.binding-not-ready': 'Wait until it is ready.',
  'remedy.idempotency-conflict':
    'Load the page again, then look under Instances before ordering once more.',
  'remedy.credentials-unavailable': 'Try again in a moment.',
  'remedy.place-unknown':
    'A platform engineer must add it again; or delete the instance.',
  'remedy.object-foreign':
    'Remove it, or delete this instance and order under another name.',
  'remedy.namespace-refused':
    'Tell a platform engineer; it is tried again by itself.',
  'remedy.operator-failed':
    'Look at the events below. Try again, or delete it and order anew.',
  'remedy.operator-silent':
    'A platform engineer should look whether the operator is running. Your order is kept.',
  'remedy.timed-out':
    'It is still being watched and may get there. Try again, or delete it.',
  'remedy.deletion-waits':
    'A platform engineer should look whether the operator is running. Nothing is lost by waiting.',
  'remedy.revocation-failed': 'It is tried again by itself.',
  'remedy.status-unreadable': 'A platform engineer must repair the offering.',
  'remedy.internal':
    'It is tried again by itself. Give a platform engineer the reference {{reference}}.',

  'home.offerings': 'Order something',
  'home.instances.empty':
    'You have no instances yet. Order a cache, database or queue; it is ready in minutes.',
} as const;

/** All texts of the market, the order form and the instance pages. */
export const serviceBrokerTranslationRef = createTranslationRef({
  id: 'plugin.service-broker',
  messages,
  translations: {
    zh: () => import('./zh'),
  },
});
