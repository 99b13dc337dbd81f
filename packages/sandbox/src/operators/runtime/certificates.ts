import { generateKeyPair, randomBytes } from 'node:crypto';
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
    forge.pki.privateKeyFromPem(authority?.key ?? key.privateKey),
    forge.md.sha256.create(),
  );
  return {
    certificate: forge.pki.certificateToPem(certificate),
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
