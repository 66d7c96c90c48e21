import { dirname, relative } from 'node:path';
import ts from 'typescript';
import {
  atRuleEntry,
  attributeEntry,
  functionEntry,
  globalEntry,
  lacking,
  memberEntry,
  propertyEntry,
  selectorEntry,
  valueEntry,
  type Floors,
} from './support-data.js';

/** Features that a promised browser lacks, each with the files that use it and the browsers without it. */
export type Findings = Map<string, { files: Set<string>; browsers: string[] }>;

/** What runs in pages: the programs of servers are left out. */
const isClient = (file: string): boolean =>
  /\/src\//.test(file) && !/\/src\/(gateway|cli|builders|frameworks)\/|gateway-package/.test(file);

/** Looks at each member, global name and style sheet of the client's sources. */
export function missingFeatures(config: string, floors: Floors): Findings {
  const { options, fileNames } = ts.getParsedCommandLineOfConfigFile(
    config,
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: () => undefined,
    },
  )!;
  const program = ts.createProgram(fileNames, options);
  const checker = program.getTypeChecker();
  const findings: Findings = new Map();
  const note = (feature: string, entry: ReturnType<typeof memberEntry>, file: string): void => {
    const browsers = lacking(entry, floors);
    if (browsers.length === 0) return;
    const found = findings.get(feature) ?? { files: new Set(), browsers };
    findings.set(feature, found);
    found.files.add(relative(dirname(config), file));
  };
  for (const source of program.getSourceFiles().filter(({ fileName }) => isClient(fileName))) {
    const file = source.fileName;
    const visit = (node: ts.Node): void => {
      if (ts.isIdentifier(node)) noteName(node);
      else if (ts.isBinaryExpression(node)) noteIn(node);
      else if (ts.isTaggedTemplateExpression(node)) noteTemplate(node);
      else if (ts.isCallExpression(node)) noteSelectors(node);
      ts.forEachChild(node, visit);
    };
    const noteName = (node: ts.Identifier): void => {
      for (const declaration of checker.getSymbolAtLocation(node)?.declarations ?? []) {
        if (!program.isSourceFileDefaultLibrary(declaration.getSourceFile())) continue;
        const owner = ownerOf(declaration);
        if (owner === null) note(node.text, globalEntry(node.text), file);
        else note(`${owner}.${node.text}`, memberEntry(owner, node.text), file);
      }
    };
    // `'moveBefore' in element` asks for what TypeScript need not know.
    const noteIn = ({ left, operatorToken }: ts.BinaryExpression): void => {
      if (operatorToken.kind !== ts.SyntaxKind.InKeyword || !ts.isStringLiteral(left)) return;
      note(`Element.${left.text}`, memberEntry('Element', left.text), file);
    };
    const noteSelectors = ({ expression, arguments: [selector] }: ts.CallExpression): void => {
      if (!/(?:matches|closest|querySelector(?:All)?)$/.test(expression.getText())) return;
      for (const [, name] of selector?.getText().matchAll(/:([a-z-]+)/g) ?? [])
        note(`:${name!}`, selectorEntry(name!), file);
    };
    const noteTemplate = ({ tag, template }: ts.TaggedTemplateExpression): void => {
      const text = ts.isNoSubstitutionTemplateLiteral(template)
        ? template.text
        : [template.head.text, ...template.templateSpans.map(({ literal }) => literal.text)].join('x');
      if (tag.getText() === 'css') noteStyles(text, (feature, entry) => note(feature, entry, file));
      if (tag.getText() === 'html')
        for (const [, name] of text.matchAll(/\s([a-z-]+)(?==)/g))
          note(`[${name!}]`, attributeEntry(name!), file);
    };
    visit(source);
  }
  return findings;
}

/** The interface that declares a member, or the variable whose type does; null = a global name. */
function ownerOf(declaration: ts.Declaration): string | null {
  const { parent } = declaration;
  if (ts.isInterfaceDeclaration(parent)) return parent.name.text;
  if (ts.isTypeLiteralNode(parent) && ts.isVariableDeclaration(parent.parent))
    return parent.parent.name.getText();
  return null;
}

/** @param note is told each property, value, function, selector and rule of a style sheet */
export function noteStyles(
  css: string,
  note: (feature: string, entry: ReturnType<typeof memberEntry>) => void,
): void {
  const text = css.replace(/\/\*.*?\*\//gs, '');
  for (const [, name] of text.matchAll(/@([a-z-]+)/g)) note(`@${name!}`, atRuleEntry(name!));
  for (const [, property, value] of text.matchAll(/(?<=[{;\s])([a-z-]+)\s*:\s+([^;{}]+)(?=[;}])/g)) {
    note(property!, propertyEntry(property!));
    for (const [word] of value!.matchAll(/(?<![\w-])[a-z-]+(?![\w-]*\()/g))
      note(`${property!}: ${word}`, valueEntry(property!, word));
    for (const [, name] of value!.matchAll(/([a-z-]+)\(/g)) note(`${name!}()`, functionEntry(name!));
  }
  for (const [, name] of text.matchAll(/::?([a-z-]+)(?=[^;{}]*\{)/g)) note(`:${name!}`, selectorEntry(name!));
}
