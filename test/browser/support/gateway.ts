import { signOut, setVisibility, useServer } from './page.js';
import { startGateway } from './servers.js';

/** A real gateway that the page uses. */
export type TestGateway = Awaited<ReturnType<typeof startGateway>>;

/** The page as a test finds it: nobody has signed in, it is seen, and uses the gateway. */
function openPage({ url }: TestGateway): void {
  signOut();
  setVisibility('visible');
  useServer(url);
}

/** Asks a gateway whether somebody is connected: to be waited for. The page hears of it a moment later. */
export const isConnectedAs = (gateway: TestGateway, user: string) => async (): Promise<boolean> =>
  (await gateway.connections()).some((connection) => connection.user === user);

function leavePage(): void {
  document.documentElement.removeAttribute('data-dx-mode');
  document.documentElement.lang = 'en';
}

/** One gateway for all tests of a suite. To be called in its `describe`. */
export function gatewayForAll(): TestGateway {
  const gateway = {} as TestGateway;
  before(async () => void Object.assign(gateway, await startGateway()));
  beforeEach(() => openPage(gateway));
  afterEach(leavePage);
  after(() => gateway.stop());
  return gateway;
}

/** A gateway of its own for each test of a suite: nothing that another test sent is in its log. */
export function gatewayForEach(): TestGateway {
  const gateway = {} as TestGateway;
  beforeEach(async () => openPage(Object.assign(gateway, await startGateway())));
  afterEach(async () => {
    leavePage();
    await gateway.stop();
  });
  return gateway;
}
