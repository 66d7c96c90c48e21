import type { Block, Manifest } from '../manifest.js';
import type {
  CkChange,
  CkConversion,
  CkEditor,
  CkModel,
  CkModelElement,
  CkParts,
  CkUpcastApi,
  CkUpcastData,
  CkViewElement,
  CkViewWriter,
} from './types.js';

type Attributes = Readonly<Record<string, string>>;

/** How an element lies in a text: on its own, in a line, or around other content. */
type Kind = 'dxRealtimeBlock' | 'dxRealtimeInline' | 'dxRealtimeContainer';

const OWN_ATTRIBUTES = ['dxTag', 'dxAttributes'];

/** The view of a widget carries this, so that its toolbar finds it. */
export const WIDGET_MARK = 'dxRealtime';

/** What the model has of an element of the manifest; null = another element. */
export function elementOf(
  { blocks }: Manifest,
  element: CkModelElement | null,
): { block: Block; attributes: Attributes } | null {
  const block = blocks.find(({ tag }) => tag === element?.getAttribute('dxTag'));
  return block === undefined ? null : { block, attributes: attributesIn(element!) };
}

/** The name and the attributes by which the model holds an element that is inserted. */
export function modelOf(
  { tag, container }: Block,
  attributes: Attributes,
): { name: Kind; attributes: object } {
  return {
    name: container === true ? 'dxRealtimeContainer' : 'dxRealtimeBlock',
    attributes: { dxTag: tag, dxAttributes: attributes },
  };
}

/**
 * Tells the editor how the elements are loaded, shown and saved: with the attributes and the content that their author
 * gave them.
 */
export function convertElements(editor: CkEditor, parts: CkParts, manifest: Manifest): void {
  registerModel(editor);
  readElements(editor, manifest);
  saveElements(editor);
  showElements(editor, parts, manifest);
  keepTypable(editor);
}

function registerModel({ model: { schema } }: CkEditor): void {
  schema.register('dxRealtimeBlock', {
    inheritAllFrom: '$blockObject',
    allowAttributes: [...OWN_ATTRIBUTES, 'dxContent'],
  });
  schema.register('dxRealtimeInline', {
    inheritAllFrom: '$inlineObject',
    allowAttributes: [...OWN_ATTRIBUTES, 'dxContent'],
  });
  schema.register('dxRealtimeContainer', {
    inheritAllFrom: '$blockObject',
    allowContentOf: '$root',
    allowAttributes: OWN_ATTRIBUTES,
  });
}

function readElements({ data, conversion }: CkEditor, { blocks }: Manifest): void {
  const { blockElements, inlineObjectElements } = data.htmlProcessor.domConverter;
  for (const { tag, container } of blocks) {
    // They decide which white space between elements is text.
    if (container === true) blockElements.push(tag);
    else {
      inlineObjectElements.push(tag);
      // Such as the template of a toast.
      data.registerRawContentMatcher({ name: tag });
    }
  }
  (conversion.for('upcast') as CkConversion).add((dispatcher) => {
    for (const block of blocks)
      dispatcher.on(
        `element:${block.tag}`,
        (_, given: CkUpcastData, api: CkUpcastApi) => readElement(block, given, api),
        { priority: 'high' },
      );
  });
}

function readElement(block: Block, data: CkUpcastData, api: CkUpcastApi): void {
  const { viewItem, modelCursor } = data;
  if (api.consumable.test(viewItem, { name: true }) !== true) return;
  const { name, attributes } = modelOf(block, attributesOfView(viewItem));
  const isInText = name === 'dxRealtimeBlock' && !api.schema.checkChild(modelCursor, name);
  const element = api.writer.createElement(isInText ? 'dxRealtimeInline' : name, {
    ...attributes,
    ...(name === 'dxRealtimeBlock' && { dxContent: viewItem.getCustomProperty('$rawContent') ?? '' }),
  });
  if (!api.safeInsert(element, modelCursor)) return;
  consumeAll(viewItem, api);
  if (name === 'dxRealtimeContainer') api.convertChildren(viewItem, element);
  api.updateConversionResult(element, data);
}

/** Other plugins make nothing of what is kept here. */
function consumeAll(viewItem: CkViewElement, { consumable }: CkUpcastApi): void {
  consumable.consume(viewItem, {
    name: true,
    attributes: [...viewItem.getAttributeKeys()].filter((name) => name !== 'class' && name !== 'style'),
    classes: [...viewItem.getClassNames()],
    styles: [...viewItem.getStyleNames()],
  });
}

/** Code in attributes is not kept, as everywhere in the editor. */
function attributesOfView(viewItem: CkViewElement): Attributes {
  return Object.fromEntries([...viewItem.getAttributes()].filter(([name]) => !/^on/i.test(name)));
}

function saveElements({ conversion }: CkEditor): void {
  const saved = conversion.for('dataDowncast') as CkConversion;
  for (const model of ['dxRealtimeBlock', 'dxRealtimeInline'])
    saved.elementToElement({
      model,
      view: (element: CkModelElement, { writer }: { writer: CkViewWriter }) =>
        writer.createRawElement(tagIn(element), attributesIn(element), (saved, converter) =>
          converter.setContentOf(saved, (element.getAttribute('dxContent') as string | undefined) ?? ''),
        ),
    });
  saved.elementToElement({
    model: 'dxRealtimeContainer',
    view: (element: CkModelElement, { writer }: { writer: CkViewWriter }) =>
      isEmpty(element)
        ? writer.createEmptyElement(tagIn(element), attributesIn(element))
        : writer.createContainerElement(tagIn(element), attributesIn(element)),
  });
  // A paragraph that is there to be typed into is not saved.
  saved.add((dispatcher) =>
    dispatcher.on(
      'insert:paragraph',
      (_, { item }: { item: CkModelElement & { parent: CkModelElement | null } }, api: CkUpcastApi) => {
        if (item.parent?.is('element', 'dxRealtimeContainer') === true && isEmpty(item.parent))
          api.consumable.consume(item, 'insert');
      },
      { priority: 'high' },
    ),
  );
}

function showElements({ conversion }: CkEditor, parts: CkParts, manifest: Manifest): void {
  const shown = conversion.for('editingDowncast') as CkConversion;
  const attributes = OWN_ATTRIBUTES;
  const labelOf = (element: CkModelElement): string => elementOf(manifest, element)?.block.label ?? '';
  const widget = (
    element: CkModelElement,
    writer: CkViewWriter,
    view: unknown,
    options: object = {},
  ): unknown => {
    writer.setCustomProperty(WIDGET_MARK, true, view);
    return parts.toWidget(view, writer, { label: labelOf(element), ...options });
  };
  for (const [name, holder] of [
    ['dxRealtimeBlock', 'div'],
    ['dxRealtimeInline', 'span'],
  ] as const)
    shown.elementToElement({
      model: { name, attributes },
      view: (element: CkModelElement, { writer }: { writer: CkViewWriter }) =>
        widget(
          element,
          writer,
          writer.createContainerElement(holder, {}, [
            writer.createRawElement(tagIn(element), attributesIn(element), withoutPointer),
          ]),
        ),
    });
  shown.elementToStructure({
    model: { name: 'dxRealtimeContainer', attributes },
    view: (element: CkModelElement, { writer }: { writer: CkViewWriter }) => {
      const label = labelOf(element);
      const content = writer.createEditableElement('div', {});
      writer.insert(writer.createPositionAt(content, 0), writer.createSlot());
      const children = [
        writer.createRawElement('div', {}, (title) => drawTitle(title, label)),
        writer.createContainerElement(tagIn(element), attributesIn(element), [
          parts.toWidgetEditable(content, writer, { label }),
        ]),
      ];
      const holder = writer.createContainerElement('div', {}, children);
      return widget(element, writer, holder, { hasSelectionHandle: true });
    },
  });
}

/** A click on it selects the container, one below it its content. */
function drawTitle(title: HTMLElement, label: string): void {
  title.textContent = label;
  title.style.font = '12px/2 system-ui, sans-serif';
}

/** A click selects the widget, and does not use what it shows. */
function withoutPointer(element: HTMLElement): void {
  element.style.pointerEvents = 'none';
}

/** A container without content has a paragraph, so that something can be typed into it. */
function keepTypable({ model }: CkEditor): void {
  model.document.registerPostFixer((writer) => {
    const empty = [...model.document.differ.getChanges()]
      .flatMap((change) => containersOf(model, change))
      .filter(({ childCount }) => childCount === 0);
    for (const container of new Set(empty)) writer.appendElement('paragraph', container);
    return empty.length > 0;
  });
}

/** Containers that a change put into the text, or changed the content of. */
function containersOf(model: CkModel, { position }: CkChange): CkModelElement[] {
  if (position === undefined) return [];
  const { parent, nodeAfter } = position;
  const added = nodeAfter === null ? [] : [...model.createRangeOn(nodeAfter).getItems()];
  return [parent, ...added].filter((node) => node.is('element', 'dxRealtimeContainer')) as CkModelElement[];
}

function isEmpty(container: CkModelElement): boolean {
  if (container.childCount === 0) return true;
  const first = container.getChild(0) as CkModelElement;
  return container.childCount === 1 && first.is('element', 'paragraph') && first.childCount === 0;
}

const tagIn = (element: CkModelElement): string => element.getAttribute('dxTag') as string;

const attributesIn = (element: CkModelElement): Attributes =>
  element.getAttribute('dxAttributes') as Attributes;
