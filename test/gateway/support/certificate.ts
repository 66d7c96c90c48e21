import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes a certificate for this machine, signed by itself, which is gone after the test. */
export function makeCertificate(test: { after: (release: () => void) => void }): {
  file: string;
  certificate: string;
} {
  const folder = mkdtempSync(join(tmpdir(), 'dx-certificate-'));
  test.after(() => rmSync(folder, { recursive: true }));
  const key = join(folder, 'key.pem');
  const certificate = join(folder, 'certificate.pem');
  const file = join(folder, 'both.pem');
  const options = [
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-days',
    '2',
  ];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'];
  execFileSync('openssl', ['req', ...options, ...names, '-keyout', key, '-out', certificate], {
    stdio: 'pipe',
  });
  writeFileSync(file, readFileSync(certificate, 'utf8') + readFileSync(key, 'utf8'));
  return { file, certificate: readFileSync(certificate, 'utf8') };
}
