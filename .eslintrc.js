module.exports = {
  root: true,
  reportUnusedDisableDirectives: true,
};
