module.exports = require('../tools/lint/package')(__dirname);
