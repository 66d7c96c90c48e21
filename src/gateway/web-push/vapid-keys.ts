import { createECDH } from 'node:crypto';

/** The two keys by which push services know a gateway, base64url. */
export interface VapidKeys {
  publicKey: string;
  privateKey: string;
}

/** Keeps a secret under a name for all nodes and restarts: gives back the one that was offered first. */
export type KeepSecret = (name: string, offered: string) => Promise<string>;

export function createVapidKeys(): VapidKeys {
  const keys = createECDH('prime256v1');
  keys.generateKeys();
  // A private key that begins with a zero byte is shorter.
  const privateKey = Buffer.concat([Buffer.alloc(32), keys.getPrivateKey()]).subarray(-32);
  return { publicKey: keys.getPublicKey('base64url'), privateKey: privateKey.toString('base64url') };
}

/** Whether two keys belong together. */
export function isKeyPair({ publicKey, privateKey }: VapidKeys): boolean {
  try {
    const keys = createECDH('prime256v1');
    keys.setPrivateKey(privateKey, 'base64url');
    return keys.getPublicKey().equals(Buffer.from(publicKey, 'base64url'));
  } catch {
    return false;
  }
}

/**
 * The keys that an app has without any in the configuration. A browser is bound to them: with others it must be subscribed
 * anew, so they are kept.
 */
export async function keptVapidKeys(
  appId: string,
  offered: VapidKeys,
  keep: KeepSecret | undefined,
): Promise<VapidKeys> {
  const { publicKey, privateKey } = offered;
  if (keep === undefined) return offered;
  return JSON.parse(await keep(`web-push:${appId}`, JSON.stringify({ publicKey, privateKey }))) as VapidKeys;
}
