import type { Language } from '../language';

const en = {
  brand: 'Yunshan user center',
  sandbox: 'Sandbox: sample people, sample passwords',
  languageSwitch: 'Language',
  signIn: {
    title: 'Sign in',
    intro: 'to continue to Jimu, the self-service portal',
    username: 'User name or e-mail',
    password: 'Password',
    submit: 'Sign in',
    cancel: 'Cancel',
    refused: 'User name or password is wrong. Check both and try again.',
    missing: 'Enter your user name and your password.',
    throttled: (seconds: number) =>
      `Too many attempts. Wait ${seconds} seconds, then try again.`,
    samples: 'Sample accounts',
    samplesUser: 'User name',
    samplesPassword: 'Password',
    samplesRole: 'Who',
  },
  signOut: {
    title: 'Sign out',
    question: (name: string) =>
      `${name} is signed in here. Sign out of the user center as well?`,
    confirm: 'Sign out',
    stay: 'Stay signed in',
    leaving: 'Signing you out…',
    continue: 'Continue',
    done: 'You are signed out',
    doneText: 'The next sign-in asks for your password again.',
  },
  error: {
    title: 'This did not work',
    expired: 'This sign-in has expired or was begun in another browser.',
    forged: 'The form was not sent from this page, so nothing was done.',
    notFound: 'There is no such page here.',
    tooLarge: 'The form is too large.',
    internal: 'The user center made an error. It is in its log.',
    refused: 'The request was refused.',
    next: 'Go back to the portal and start again.',
    technical: 'For your administrator',
  },
  home: {
    title: 'User center',
    text: 'People sign in to the portal with the accounts that live here.',
  },
  toPortal: 'To the portal',
};

/** The words of the user center's pages. */
export type Texts = typeof en;

const zh: Texts = {
  brand: '云杉用户中心',
  sandbox: '沙箱环境：示例人员，示例密码',
  languageSwitch: '语言',
  signIn: {
    title: '登录',
    intro: '登录后进入积木自助服务门户',
    username: '用户名或邮箱',
    password: '密码',
    submit: '登录',
    cancel: '取消',
    refused: '用户名或密码不正确，请检查后重试。',
    missing: '请输入用户名和密码。',
    throttled: seconds => `尝试次数过多，请 ${seconds} 秒后再试。`,
    samples: '示例账号',
    samplesUser: '用户名',
    samplesPassword: '密码',
    samplesRole: '身份',
  },
  signOut: {
    title: '退出登录',
    question: name => `${name} 已在此登录。是否同时退出用户中心？`,
    confirm: '退出登录',
    stay: '保持登录',
    leaving: '正在退出…',
    continue: '继续',
    done: '你已退出登录',
    doneText: '下次登录时需要重新输入密码。',
  },
  error: {
    title: '操作未完成',
    expired: '本次登录已过期，或是在另一个浏览器中发起的。',
    forged: '该表单并非由本页面提交，因此未做任何操作。',
    notFound: '这里没有这个页面。',
    tooLarge: '表单内容过大。',
    internal: '用户中心内部出错，详情见其日志。',
    refused: '请求被拒绝。',
    next: '请返回门户重新开始。',
    technical: '供管理员参考',
  },
  home: {
    title: '用户中心',
    text: '人们用这里的账号登录门户。',
  },
  toPortal: '前往门户',
};

export const texts: Record<Language, Texts> = { en, zh };
