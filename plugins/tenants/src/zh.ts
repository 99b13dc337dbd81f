/** Chinese texts; the translation ref's type makes sure that none is missing. */
export default {
  'page.title': '租户',
  'page.subtitle':
    '租户是团队在平台上的空间。你在其中能做什么，由你在用户中心所属的组决定。',
  'page.loading': '正在加载租户',
  'page.empty.title': '你还没有加入任何租户',
  'page.empty.description':
    '请让团队所属组的负责人在用户中心把你加入，然后重新登录。',
  'page.error.title': '租户加载失败',
  'page.error.retry': '重试',
  'role.label': '你的角色',
  'role.owner': '负责人',
  'role.developer': '开发者',
  'role.viewer': '只读成员',
  'role.none': '无角色，因平台职责可见',
  'rights.owner': '拥有开发者的全部权限，并对租户负责',
  'rights.developer': '可以订购、连接和删除实例，可以查看凭据',
  'rights.viewer': '可以查看实例及其状态',
  'rights.none': '作为平台人员查看实例及其状态',
  owner: '所属组',
  groups: '组与角色',
  environments: '环境',
  production: '生产',
  'namespace.apps': '应用',
  'namespace.services': '中间件',
};
