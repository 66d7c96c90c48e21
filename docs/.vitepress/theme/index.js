import DefaultTheme from 'vitepress/theme';
import LiveExample from './LiveExample.vue';
import ScriptTags from './ScriptTags.vue';
import './theme.css';

export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component('LiveExample', LiveExample).component('ScriptTags', ScriptTags);
  },
};
