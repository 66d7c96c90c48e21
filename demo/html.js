const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as it may stand in HTML. */
export const escape = (text) => String(text).replace(/[&<>"']/g, (character) => ENTITIES[character]);
