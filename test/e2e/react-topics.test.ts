import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { createGateway, createTopicToken, type Gateway } from '../../src/gateway/index.js';
import { until } from '../gateway/support/until.js';
import { bundle } from './site.js';
import { collectProblems, launchBrowser } from './support.js';

const KEY = 'shop-push-key-of-tests';
const SECRET = 'topic-secret-of-tests';

/** An app that listens to the topic which the test sets, and to what goes to everybody. */
const APP = `import { createElement, StrictMode, useState } from 'react';
  import { createRoot } from 'react-dom/client';
  import { configure } from 'dx-realtime';
  import { useEvent } from 'dx-realtime/react';
  configure({ url: '', appId: 'shop' });
  window.heard = [];
  function Order({ topic, token }) {
    useEvent('changed', ({ data }) => window.heard.push([topic, data]), { topic, token });
    return topic;
  }
  function App() {
    const [order, setOrder] = useState({ topic: 'order:1' });
    window.setOrder = setOrder;
    useEvent('changed', ({ data }) => window.heard.push(['everybody', data]));
    return order && createElement(Order, order);
  }
  createRoot(document.body).render(createElement(StrictMode, null, createElement(App)));`;

describe('useEvent() of a topic', () => {
  let browser: Browser;
  let gateway: Gateway;
  let url: string;
  before(async () => {
    const script = await bundle(APP);
    gateway = createGateway({
      logLevel: 'silent',
      apps: [
        {
          id: 'shop',
          pushKeys: [KEY],
          anonymous: true,
          topics: { 'order:*': 'anyone', 'secret:*': 'signed' },
          topicSecret: SECRET,
        },
      ],
    });
    gateway.http.get('/app.js', (_, reply) => reply.type('text/javascript').send(script));
    gateway.http.get('/', (_, reply) =>
      reply
        .type('text/html')
        .send(
          '<!doctype html><html lang="en"><title>Orders</title><link rel="icon" href="data:,"><body><script src="/app.js"></script>',
        ),
    );
    ({ url } = await gateway.listen({ port: 0 }));
    browser = await launchBrowser();
  });
  after(async () => {
    await browser.close();
    await gateway.close();
  });

  const push = async (to: { topic: string } | { userID: string }, message: number): Promise<void> => {
    await gateway.push('shop', { ...to, eventName: 'changed', message });
  };
  /** Waits until so many connections listen to a topic. */
  const untilListening = (topic: string, count: number): Promise<unknown> =>
    until(async () => {
      const response = await fetch(`${url}/topics/${encodeURIComponent(topic)}`, {
        headers: { Authorization: `Bearer ${KEY}` },
      });
      return ((await response.json()) as { listeners: number }).listeners === count;
    }, `${count} who listen to ${topic}`);

  it('hears what is pushed to it alone, once in StrictMode too, follows a change of topic and token, and leaves', async () => {
    const page = await browser.newPage();
    const problems = collectProblems(page);
    await page.goto(url);
    await untilListening('order:1', 1);
    const pushAll = async (from: number): Promise<void> => {
      for (const [index, topic] of ['order:1', 'order:2', 'secret:3'].entries())
        await push({ topic }, from + index);
      await push({ userID: '*' }, from + 3);
      await page.waitForFunction((last) => {
        const { heard } = window as unknown as { heard: [string, number][] };
        return heard.some(([, data]) => data === last);
      }, from + 3);
    };
    const setOrder = (order: object | null): Promise<unknown> =>
      page.evaluate((next) => {
        (window as unknown as { setOrder(order: object | null): void }).setOrder(next);
      }, order);
    await pushAll(1);
    await setOrder({ topic: 'order:2' });
    await untilListening('order:2', 1);
    await untilListening('order:1', 0);
    await pushAll(11);
    const topic = 'secret:3';
    await setOrder({ topic, token: createTopicToken({ secret: SECRET, app: 'shop', topic, lifetime: 600 }) });
    await untilListening(topic, 1);
    await pushAll(21);
    await setOrder(null);
    await untilListening(topic, 0);
    await pushAll(31);
    assert.deepEqual(
      (await page.evaluate<[string, number][]>('heard')).sort(([, a], [, b]) => a - b),
      [
        ['order:1', 1],
        ['everybody', 4],
        ['order:2', 12],
        ['everybody', 14],
        ['secret:3', 23],
        ['everybody', 24],
        ['everybody', 34],
      ],
    );
    assert.deepEqual(problems, []);
    await page.close();
  });
});
