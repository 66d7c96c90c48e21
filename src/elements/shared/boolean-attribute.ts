/**
 * How elements read a boolean attribute: absent and `"false"` are false, anything else is true. Builders and
 * frameworks write booleans in several ways; Vue's server renderer writes `off="false"`.
 */
export const booleanAttribute = {
  fromAttribute: (value: string | null): boolean => value !== null && value !== 'false',
  toAttribute: (value: boolean): string | null => (value ? '' : null),
};
