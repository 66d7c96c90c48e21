/** Makes a field as high as its text where the browser does not (`field-sizing` came late); its style says how high at most. */
export function fitField(field: HTMLTextAreaElement): void {
  field.style.blockSize = '';
  const { scrollHeight, clientHeight, offsetHeight } = field;
  if (scrollHeight > clientHeight) field.style.blockSize = `${scrollHeight + offsetHeight - clientHeight}px`;
}

/** Writes a text into a field where there is one, which is as high as that text then. */
export function setText(field: HTMLTextAreaElement | null, text: string): void {
  if (field === null) return;
  field.value = text;
  fitField(field);
}
