import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { readTopicToken } from '../../src/gateway/topics/topic-token.js';

const GUIDE = readFileSync('docs/guides/topics.md', 'utf8');
const SECRET = 'a secret of the tests';
const given = { secret: SECRET, app: 'shop', topic: 'order:ü', user: 'anna' };

/** How the code of the guide is run: the program, the name of the file, and what is around the code. */
const LANGUAGES: Record<string, { program: string[]; file: string; around: (code: string) => string }> = {
  python: {
    program: ['python3'],
    file: 'token.test.py',
    around: (code) => `${code}\nprint(topic_token("${SECRET}", "shop", "order:ü", "anna"))\n`,
  },
  php: {
    program: ['php'],
    file: 'token.php',
    around: (code) => `<?php\n${code}\necho topicToken('${SECRET}', 'shop', 'order:ü', 'anna');\n`,
  },
  ruby: {
    program: ['ruby'],
    file: 'token.rb',
    around: (code) => `${code}\nputs topic_token('${SECRET}', 'shop', 'order:ü', 'anna')\n`,
  },
  go: {
    program: ['go', 'run'],
    file: 'token.go',
    around: (code) =>
      `package main\nimport ("crypto/hmac"; "crypto/sha256"; "encoding/base64"; "encoding/json"; "fmt"; "time")\n` +
      `${code}\nfunc main() { fmt.Println(topicToken("${SECRET}", "shop", "order:ü", "anna", 600)) }\n`,
  },
  java: {
    program: ['java', '-Dfile.encoding=UTF-8'],
    file: 'Token.java',
    around: (code) =>
      `import java.nio.charset.StandardCharsets;\nimport java.util.Base64;\nimport javax.crypto.Mac;\n` +
      `import javax.crypto.spec.SecretKeySpec;\nclass Token {\n${code}\npublic static void main(String[] given) throws Exception {\n` +
      `System.out.println(topicToken("${SECRET}", "shop", "order:\\u00fc", "anna", 600)); } }\n`,
  },
};

/** Whether a program is there and works: a Java without its compiler does not run a source. */
function isThere(language: string, program: string): boolean {
  if (language !== 'java')
    return spawnSync(program, [language === 'go' ? 'version' : '--version']).status === 0;
  const { stdout } = spawnSync('java', ['--list-modules'], { encoding: 'utf8' });
  return (stdout as string | null)?.includes('jdk.compiler') === true;
}

for (const [language, { program, file, around }] of Object.entries(LANGUAGES)) {
  const [command, ...more] = program as [string, ...string[]];
  const skip = isThere(language, command) ? false : `${command} is not installed`;
  test(
    `the token function of the guide for ${language} makes tokens that the gateway takes`,
    { skip },
    (t) => {
      const code = new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(GUIDE)![1]!;
      const folder = mkdtempSync(join(tmpdir(), 'dx-token-'));
      t.after(() => rmSync(folder, { recursive: true, force: true }));
      writeFileSync(join(folder, file), around(code));
      const token = execFileSync(command, [...more, join(folder, file)], { encoding: 'utf8' }).trim();
      const claims = readTopicToken(token, given, Date.now());
      assert.equal(typeof claims, 'object', `${JSON.stringify(claims)}: ${token}`);
      const { iat, exp, user } = claims as { iat: number; exp: number; user?: string };
      assert.deepEqual([exp - iat, user], [600, 'anna']);
      assert.equal(typeof readTopicToken(token, { ...given, user: 'boris' }, Date.now()), 'string');
    },
  );
}
