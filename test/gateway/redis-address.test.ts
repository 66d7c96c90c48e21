import assert from 'node:assert/strict';
import test from 'node:test';
import { readRedisAddress } from '../../src/gateway/redis/redis-address.js';

test('the address of one server is taken as it is, and named without its password', () => {
  const url = 'rediss://gateway:secret@redis.example:7000/2';
  assert.deepEqual(readRedisAddress(url), { kind: 'server', url, label: 'redis.example:7000' });
});

test('the machines of a cluster are read, with an account, over TLS, with and without ports', () => {
  assert.deepEqual(readRedisAddress('rediss+cluster://gateway:p%40ss@a.example,b.example:7001,[::1]:7002'), {
    kind: 'cluster',
    hosts: [
      { host: 'a.example', port: 6379 },
      { host: 'b.example', port: 7001 },
      { host: '::1', port: 7002 },
    ],
    access: { username: 'gateway', password: 'p@ss', tls: {} },
    label: 'a.example,b.example:7001,[::1]:7002',
  });
});

test('Sentinels are read with the name that they watch, a database and a password of their own', () => {
  assert.deepEqual(readRedisAddress('redis+sentinel://:secret@a,b:5000/shop/3?sentinelPassword=other'), {
    kind: 'sentinel',
    sentinels: [
      { host: 'a', port: 26379 },
      { host: 'b', port: 5000 },
    ],
    name: 'shop',
    db: 3,
    access: { password: 'secret' },
    label: 'a,b:5000',
    sentinelPassword: 'other',
  });
});

test('what is no address of a Redis is none', () => {
  for (const text of [
    '',
    'redis',
    'http://127.0.0.1',
    'redis+cluster://',
    'redis+cluster://a,,b',
    'redis+cluster://a/shop',
    'redis+sentinel://a,b',
    'redis+sentinel://a/shop/x',
    'redis+cluster://a:port',
  ])
    assert.equal(readRedisAddress(text), null, text);
});
