import { groupsOf, resultOf, shownValue } from '../form.js';
import { placeholderOf, type Block, type Setting, type Values } from '../manifest.js';
import { isShown } from '../values.js';
import type { CkDialog, CkEditor, CkParts, CkView } from './types.js';

type Attributes = Readonly<Record<string, string>>;
type Control = HTMLInputElement | HTMLSelectElement;

interface Field {
  setting: Setting;
  view: CkView;
  control: () => Control;
}

/**
 * Opens the settings form of an element.
 *
 * @param save is given the attributes that the form comes to, once nothing is wrong with them
 */
export function openSettings(
  editor: CkEditor,
  parts: CkParts,
  { block, attributes }: { block: Block; attributes: Attributes },
  save: (attributes: Attributes) => void,
): void {
  const dialog = editor.plugins.get('Dialog') as CkDialog;
  const problem = lineView(editor, parts, { tag: 'p', role: 'alert' });
  const fields = new Map(
    block.settings.map((setting) => [
      setting,
      fieldView(editor, parts, setting, attributes[setting.attribute] ?? null),
    ]),
  );
  const shown = [...fields.values()];
  const submit = (): void => {
    const result = resultOf(block, valuesOf(shown));
    if ('attributes' in result) {
      dialog.hide();
      save(result.attributes);
      return;
    }
    problem.element!.textContent = result.problem;
    fields.get(result.setting)!.control().focus();
  };
  const content = groupsOf(block).flatMap(({ title, settings }) => [
    ...(title === block.label ? [] : [lineView(editor, parts, { tag: 'h3', text: title })]),
    ...settings.map((setting) => fields.get(setting)!.view),
  ]);
  dialog.show({
    id: 'dxRealtimeSettings',
    title: block.label,
    isModal: true,
    content: [...content, problem],
    actionButtons: [
      { label: editor.t('Save'), class: 'ck-button-action', withText: true, onExecute: submit },
      { label: editor.t('Cancel'), withText: true, onExecute: () => dialog.hide() },
    ],
    onShow: () => watch(block, shown, submit),
    onHide: () => editor.editing.view.focus(),
  });
}

/** Hides what has no effect beside the other values, and takes Enter in a field for the button. */
function watch(block: Block, fields: readonly Field[], submit: () => void): void {
  const update = (): void => {
    const values = valuesOf(fields);
    for (const { setting, view } of fields)
      view.element!.classList.toggle('ck-hidden', !isShown(setting, block, values));
  };
  // The buttons below stay in sight where there are many settings.
  const content = fields[0]?.view.element?.parentElement;
  if (content) Object.assign(content.style, { maxHeight: '60vh', overflowY: 'auto' });
  for (const { control } of fields) {
    control().addEventListener('change', update);
    control().addEventListener('keydown', (event) => {
      const { key, isComposing } = event as KeyboardEvent;
      if (key !== 'Enter' || isComposing || control().localName === 'select') return;
      event.preventDefault();
      submit();
    });
  }
  update();
}

function valuesOf(fields: readonly Field[]): Values {
  return Object.fromEntries(
    fields.map(({ setting, control }) => {
      const element = control();
      const value =
        element instanceof HTMLInputElement && element.type === 'checkbox' ? element.checked : element.value;
      return [setting.attribute, value];
    }),
  );
}

function lineView(
  { locale }: CkEditor,
  { View }: CkParts,
  { tag, role, text = '' }: { tag: string; role?: string; text?: string },
): CkView {
  const view = new View(locale as never);
  view.setTemplate({
    tag,
    attributes: { class: 'ck', style: HEADING_STYLE, ...(role !== undefined && { role }) },
    children: text === '' ? [] : [{ text }],
  });
  return view;
}

function fieldView({ locale }: CkEditor, { View }: CkParts, setting: Setting, text: string | null): Field {
  const { attribute, label, help } = setting;
  const id = `dx-realtime-${attribute}`;
  const view = new View(locale as never);
  view.setTemplate({
    tag: 'div',
    attributes: { class: 'ck', style: FIELD_STYLE, title: help },
    children: [
      { tag: 'label', attributes: { class: 'ck', for: id, style: LABEL_STYLE }, children: [{ text: label }] },
      controlTemplate(setting, id, shownValue(setting, text)),
    ],
  });
  const control = (): Control => view.element!.querySelector<Control>('input,select')!;
  // The dialog goes from view to view with the key Tab.
  view.focus = () => control().focus();
  return { setting, view, control };
}

function controlTemplate(setting: Setting, id: string, value: string | boolean): object {
  const { type, options = [] } = setting;
  if (type === 'boolean')
    return {
      tag: 'input',
      attributes: { id, type: 'checkbox', style: CHECKBOX_STYLE, ...(value === true && { checked: '' }) },
    };
  if (type !== 'enum') {
    const attributes = { id, class: 'ck ck-input', style: INPUT_STYLE, placeholder: placeholderOf(setting) };
    return { tag: 'input', attributes: { ...attributes, type: 'text', value } };
  }
  return {
    tag: 'select',
    attributes: { id, class: 'ck ck-input', style: INPUT_STYLE },
    children: options.map((option) => ({
      tag: 'option',
      attributes: { value: option.value, ...(option.value === value && { selected: '' }) },
      children: [{ text: option.label }],
    })),
  };
}

const FIELD_STYLE = {
  ...{ display: 'grid', 'grid-template-columns': '12em minmax(14em, 1fr)', 'align-items': 'center' },
  padding: 'var(--ck-spacing-small) var(--ck-spacing-large)',
};
const HEADING_STYLE = {
  padding: 'var(--ck-spacing-standard) var(--ck-spacing-large) 0',
  'font-weight': 'bold',
};
const LABEL_STYLE = { 'white-space': 'normal', 'padding-inline-end': 'var(--ck-spacing-standard)' };
const CHECKBOX_STYLE = { 'justify-self': 'start' };
const INPUT_STYLE = { width: '100%', 'min-width': '0' };
