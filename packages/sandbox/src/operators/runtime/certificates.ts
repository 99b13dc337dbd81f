import {
  constants,
  generateKeyPair,
  privateEncrypt,
  randomBytes,
} from 'node:crypto';
import { promisify } from 'node:util';
import forge from 'node-forge';

/** A certificate and its private key, both PEM. */
export interface KeyedCertificate {
  certificate: string;
  key: string;
}

/** Whom a certificate is for. */
export interface CertificateSubject {
  commonName: string;
  organization?: string;
  dnsNames?: string[];
  /** Days that it is valid. */
  days: number;
}

async function newKey(): Promise<{ publicKey: string; privateKey: string }> {
  return promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

function attributesOf(subject: CertificateSubject) {
  return [
    ...(subject.organization
      ? [{ shortName: 'O', value: subject.organization }]
      : []),
    { shortName: 'CN', value: subject.commonName },
  ];
}

// DigestInfo of SHA-256 (RFC 8017, 9.2), to which the digest itself is appended.
const SHA256_DIGEST_INFO = Buffer.from(
  '3031300d060960864801650304020105000420',
  'hex',
);

/** Signs in native code: forge's own arithmetic would hold up everything else for a quarter of a second. */
const nativeSigner = (key: string) =>
  ({
    sign: (digest: forge.md.MessageDigest) =>
      privateEncrypt(
        { key, padding: constants.RSA_PKCS1_PADDING },
        Buffer.concat([
          SHA256_DIGEST_INFO,
          Buffer.from(digest.digest().getBytes(), 'binary'),
        ]),
      ).toString('binary'),
  } as unknown as forge.pki.rsa.PrivateKey);

async function sign(
  subject: CertificateSubject,
  authority: KeyedCertificate | undefined,
): Promise<KeyedCertificate> {
  const key = await newKey();
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(key.publicKey);
  // The first bit must be 0, or the number would be negative.
  certificate.serialNumber = `00${randomBytes(16).toString('hex')}`;
  certificate.validity.notBefore = new Date();
  certificate.validity.notAfter = new Date(Date.now() + subject.days * 864e5);
  certificate.setSubject(attributesOf(subject));
  certificate.setIssuer(
    authority
      ? forge.pki.certificateFromPem(authority.certificate).subject.attributes
      : attributesOf(subject),
  );
  certificate.setExtensions([
    { name: 'basicConstraints', cA: !authority, critical: true },
    authority
      ? { name: 'keyUsage', digitalSignature: true, keyEncipherment: true }
      : { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ...(authority
      ? [{ name: 'extKeyUsage', serverAuth: true, clientAuth: true }]
      : []),
    ...(subject.dnsNames?.length
      ? [
          {
            name: 'subjectAltName',
            altNames: subject.dnsNames.map(value => ({ type: 2, value })),
          },
        ]
      : []),
  ]);
  certificate.sign(
    nativeSigner(authority?.key ?? key.privateKey),
    forge.md.sha256.create(),
  );
  return {
    // forge ends lines as DOS does; OpenSSL, and so every real operator, does not.
    certificate: forge.pki
      .certificateToPem(certificate)
      .replaceAll('\r\n', '\n'),
    key: key.privateKey,
  };
}

/** A new certificate authority. */
export const createAuthority = (subject: CertificateSubject) =>
  sign(subject, undefined);

/** A certificate signed by an authority. */
export const issueCertificate = (
  authority: KeyedCertificate,
  subject: CertificateSubject,
) => sign(subject, authority);

const toBytes = (asn1: forge.asn1.Asn1) =>
  Buffer.from(forge.asn1.toDer(asn1).getBytes(), 'binary');

/** PKCS #12 file with certificates that a client trusts. */
export const trustStore = (certificate: string, password: string): Buffer =>
  toBytes(
    forge.pkcs12.toPkcs12Asn1(
      null,
      [forge.pki.certificateFromPem(certificate)],
      password,
      { friendlyName: 'ca.crt', algorithm: '3des' },
    ),
  );

/** PKCS #12 file with a key and its certificate. */
export const keyStore = (
  { certificate, key }: KeyedCertificate,
  name: string,
  password: string,
): Buffer =>
  toBytes(
    forge.pkcs12.toPkcs12Asn1(
      forge.pki.privateKeyFromPem(key),
      [forge.pki.certificateFromPem(certificate)],
      password,
      { friendlyName: name, algorithm: '3des' },
    ),
  );
