import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { buildManifest } from './manifest.js';
import { zip } from './zip.js';

const SOURCE = 'packages/wordpress/';
const EDITOR = 'dist/builders/wordpress.iife.js';

/** Writes `dist/dx-realtime-wordpress.zip`: the PHP as it is, and what follows from the manifest. */
export async function writeWordPressPlugin() {
  const { wordpressMetadata } = await import('../dist/builders/wordpress.js');
  const manifest = buildManifest(() => undefined);
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  const sources = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(php|txt)$/.test(file),
  );
  const files = {
    ...Object.fromEntries(
      sources
        .sort()
        .map((file) => [file, readFileSync(SOURCE + file, 'utf8').replaceAll('%VERSION%', version)]),
    ),
    'includes/elementor-widgets.php': widgetClasses(manifest.blocks),
    'manifest.json': JSON.stringify({ name: manifest.name, blocks: manifest.blocks }),
    'js/dx-realtime.all.js': readFileSync('dist/dx-realtime.all.js'),
    'js/dx-push.js': readFileSync('dist/dx-push.js'),
    'js/editor.js': readFileSync(EDITOR),
    ...Object.fromEntries(
      manifest.blocks.map((block) => [
        `blocks/${block.tag}/block.json`,
        JSON.stringify(blockJson(wordpressMetadata(block, manifest, manifest.name)), null, 2),
      ]),
    ),
    LICENSE: readFileSync('LICENSE', 'utf8'),
  };
  rmSync(EDITOR);
  writeFileSync(
    'dist/dx-realtime-wordpress.zip',
    zip(Object.fromEntries(Object.entries(files).map(([path, content]) => [`dx-realtime/${path}`, content]))),
  );
}

const blockJson = (metadata) => ({
  $schema: 'https://schemas.wp.org/trunk/block.json',
  ...metadata,
  textdomain: 'dx-realtime',
  editorScript: 'dx-realtime-editor',
});

/** Elementor knows widgets by their classes. */
function widgetClasses(blocks) {
  const nameOf = ({ tag }) => `Dx_Realtime_Widget_${tag.replaceAll('-', '_')}`;
  const classes = blocks.map(
    (block) => `class ${nameOf(block)} extends Dx_Realtime_Widget {
	protected function tag() {
		return '${block.tag}';
	}
}
`,
  );
  const names = blocks.map((block) => `\t\t'${nameOf(block)}',\n`).join('');
  return `<?php
/** A class for each element, made from the manifest. */

defined( 'ABSPATH' ) || exit;

${classes.join('\n')}
function dx_realtime_widget_classes() {
	return array(
${names}	);
}
`;
}
