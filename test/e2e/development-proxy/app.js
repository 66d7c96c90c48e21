import directual from 'directual-api';

// As an app of the platform's template for React does it: the session id lies in localStorage, and signing out writes null.
// CommonJS: what it exports lies in `default` of what bundlers make of it, or is it.
const api = new (directual.default ?? directual)({ apiHost: globalThis.location.origin, appID: 'shop' });

globalThis.app = {
  async signIn(name, password) {
    const { sessionID } = await api.auth.login(name, password);
    globalThis.localStorage.setItem('sid', sessionID);
    return sessionID;
  },
  signOut() {
    globalThis.localStorage.setItem('sid', null);
  },
  getData: (structure, method) =>
    api.structure(structure).getData(method, { sessionID: globalThis.localStorage.sid }),
};
