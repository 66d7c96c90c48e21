import { configure } from 'dx-realtime';
import 'dx-realtime/define';
import 'dx-realtime/vue';

export default defineNuxtPlugin(() => {
  configure({ url: useRuntimeConfig().public.liveUrl, appId: 'shop' });
});
