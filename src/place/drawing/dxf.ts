import { DxfWriter, point3d, Units } from '@tarikjabiri/dxf';
import { readApart } from '#platform/files/apart.ts';
import { FileRefused } from '#platform/files/refused.ts';
import { refuse } from '#platform/refusal.ts';
import { labelPoint, type Point } from '../polygons.ts';
import type { Drawing } from './drawings.ts';

/** What a drawing holds, in its own units with y upwards. */
export interface Lines {
	/** As $INSUNITS tells it. */
	units: number;
	closed: { layer: string; points: Point[] }[];
	open: { layer: string; points: Point[] }[];
	texts: { layer: string; text: string; at: Point }[];
}
export type DxfAnswer = { lines: Lines } | { code: 'dxf_unreadable' | 'dxf_empty' };

/** A floor is read within a second; what takes longer is made to. */
const usual = { seconds: 15, megabytes: 700 };

/** The lines and texts of a drawing exchange file. */
export async function readDxf(bytes: Buffer, patience = usual): Promise<Lines> {
	const text = decoded(bytes);
	const answer = await readApart<{ text: string }, DxfAnswer>('src/place/drawing/dxf-reader.ts', { text }, patience).catch(
		(error: unknown) => {
			if (error instanceof FileRefused) throw refuse('content', 'dxf_unreadable');
			throw error;
		}
	);
	if ('code' in answer) throw refuse('content', answer.code);
	return answer.lines;
}

/** Since AutoCAD 2007 drawings are UTF-8; before, they are in the code page of their country, which here is Western Europe. */
function decoded(bytes: Buffer): string {
	const [, version = ''] = /\$ACADVER\s+1\s+(AC\d+)/.exec(bytes.toString('latin1', 0, 20_000)) ?? [];
	return new TextDecoder(version >= 'AC1021' ? 'utf-8' : 'windows-1252').decode(bytes);
}

/** Metres in a unit of $INSUNITS, as the DXF reference numbers them. */
export const unitsOfDxf: Record<number, number> = {
	1: 0.0254,
	2: 0.3048,
	4: 0.001,
	5: 0.01,
	6: 1,
	7: 1000,
	10: 0.9144,
	14: 0.1
};

export const layers = { outline: 'KM0-FLOOR', room: 'KM0-ROOM-', number: 'KM0-NUMBER', name: 'KM0-NAME', people: 'KM0-PEOPLE' };

/** A floor as a drawing in metres: each use on a layer of its own, and what is said of a room as texts within it. */
export function asDxf({ outline, units }: Pick<Drawing, 'outline' | 'units'>): string {
	const writer = new DxfWriter();
	writer.setUnits(Units.Meters);
	const on = (layer: string, colour = 7) => {
		if (!writer.tables.layerTable.exist(layer)) writer.addLayer(layer, colour, 'Continuous');
		writer.setCurrentLayerName(layer);
	};
	const ring = (points: Point[]) =>
		writer.addLWPolyline(
			points.map(([x, y]) => ({ point: { x, y: -y } })),
			{ flags: 1 }
		);
	on(layers.outline, 8);
	ring(outline);
	for (const { number, name, use, people, shape } of units) {
		on(`${layers.room}${use}`);
		ring(shape);
		const { x, y } = labelPoint(shape);
		const say = (layer: string, text: string, below: number) => {
			on(layer);
			writer.addText(point3d(x, -y - below, 0), 0.4, text);
		};
		say(layers.number, number, 0);
		if (name) say(layers.name, name, 0.001);
		if (people !== null) say(layers.people, String(people), 0.002);
	}
	return writer.stringify();
}
