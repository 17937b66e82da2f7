/// <reference lib="dom" />
/**
 * What the chart library asks of its package fancy-canvas: canvases as sharp as the screen. Written anew, as that package
 * shows its files to bundlers alone and nothing is bundled here. The names are the ones the library imports.
 *
 * @module
 */

/** Width and height, pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

type SizeListener = (old: Size | null, next: Size | null) => void;

/** Throws Error for negative lengths. */
export function size({ width, height }: Size): Size {
  if (width < 0 || height < 0) throw new Error(`Cannot make a size of ${width} x ${height}`);
  return { width, height };
}

export function equalSizes(a: Size, b: Size): boolean {
  return a.width === b.width && a.height === b.height;
}

/** How a binding is asked for. */
export interface BindingSpec {
  readonly type: string;
  readonly transform?: (bitmap: Size, client: Size) => Size;
}

/** A canvas and how many pixels of the screen it covers: a new number is suggested first, and taken on demand. */
export class CanvasBinding {
  readonly canvasElement: HTMLCanvasElement;
  canvasElementClientSize: Size;
  suggestedBitmapSize: Size | null = null;
  readonly #transform: (bitmap: Size, client: Size) => Size;
  #suggestedListeners: SizeListener[] = [];
  #changedListeners: SizeListener[] = [];
  readonly #observer: ResizeObserver;

  constructor(canvas: HTMLCanvasElement, { transform }: BindingSpec) {
    this.canvasElement = canvas;
    this.canvasElementClientSize = size({ width: canvas.clientWidth, height: canvas.clientHeight });
    this.#transform = transform ?? ((bitmap) => bitmap);
    this.#observer = new ResizeObserver((entries) => {
      const box = entries.at(-1)?.devicePixelContentBoxSize?.[0];
      if (box === undefined) this.#suggestFromScreen();
      else this.#suggest({ width: box.inlineSize, height: box.blockSize });
    });
    this.#observe();
  }

  get bitmapSize(): Size {
    return size(this.canvasElement);
  }

  resizeCanvasElement(client: Size): void {
    this.canvasElementClientSize = size(client);
    this.canvasElement.style.width = `${client.width}px`;
    this.canvasElement.style.height = `${client.height}px`;
    this.#suggestFromScreen();
  }

  applySuggestedBitmapSize(): void {
    const next = this.suggestedBitmapSize;
    if (next === null) return;
    const old = this.bitmapSize;
    this.suggestedBitmapSize = null;
    if (!equalSizes(old, next)) {
      Object.assign(this.canvasElement, next);
      for (const listener of this.#changedListeners) listener(old, next);
    }
    for (const listener of this.#suggestedListeners) listener(next, null);
  }

  subscribeSuggestedBitmapSizeChanged(listener: SizeListener): void {
    this.#suggestedListeners.push(listener);
  }

  unsubscribeSuggestedBitmapSizeChanged(listener: SizeListener): void {
    this.#suggestedListeners = this.#suggestedListeners.filter((other) => other !== listener);
  }

  subscribeBitmapSizeChanged(listener: SizeListener): void {
    this.#changedListeners.push(listener);
  }

  unsubscribeBitmapSizeChanged(listener: SizeListener): void {
    this.#changedListeners = this.#changedListeners.filter((other) => other !== listener);
  }

  dispose(): void {
    this.#observer.disconnect();
    this.#suggestedListeners = [];
    this.#changedListeners = [];
  }

  #observe(): void {
    try {
      this.#observer.observe(this.canvasElement, { box: "device-pixel-content-box" });
    } catch {
      // a browser that does not know device pixels: those of CSS times the ratio are as near as one gets
      this.#observer.observe(this.canvasElement);
    }
  }

  #suggestFromScreen(): void {
    const { left, top, width, height } = this.canvasElement.getBoundingClientRect();
    const ratio = globalThis.devicePixelRatio;
    const pixels = (from: number, length: number) =>
      Math.round((from + length) * ratio) - Math.round(from * ratio);
    this.#suggest({ width: pixels(left, width), height: pixels(top, height) });
  }

  #suggest(bitmap: Size): void {
    const old = this.suggestedBitmapSize;
    const wanted = size(this.#transform(bitmap, this.canvasElementClientSize));
    const next = equalSizes(this.bitmapSize, wanted) ? null : wanted;
    if (old === next || (old !== null && next !== null && equalSizes(old, next))) return;
    this.suggestedBitmapSize = next;
    for (const listener of this.#suggestedListeners) listener(old, next);
  }
}

/** Throws Error for another way of binding than the one there is. */
export function bindCanvasElementBitmapSizeTo(canvas: HTMLCanvasElement, spec: BindingSpec): CanvasBinding {
  if (spec.type !== "device-pixel-content-box") throw new Error(`Cannot bind a canvas to ${spec.type}`);
  return new CanvasBinding(canvas, spec);
}

/** Draws on a bound canvas, in pixels of CSS or of the screen. */
export class CanvasRenderingTarget2D {
  readonly #context: CanvasRenderingContext2D;
  readonly #media: Size;
  readonly #bitmap: Size;

  constructor(context: CanvasRenderingContext2D, media: Size, bitmap: Size) {
    this.#context = context;
    this.#media = media;
    this.#bitmap = bitmap;
  }

  useMediaCoordinateSpace<T>(draw: (scope: { context: CanvasRenderingContext2D; mediaSize: Size }) => T): T {
    return this.#within((context) => {
      context.scale(this.#bitmap.width / this.#media.width, this.#bitmap.height / this.#media.height);
      return draw({ context, mediaSize: this.#media });
    });
  }

  useBitmapCoordinateSpace<T>(draw: (scope: BitmapScope) => T): T {
    const horizontalPixelRatio = this.#bitmap.width / this.#media.width;
    const verticalPixelRatio = this.#bitmap.height / this.#media.height;
    const rest = {
      mediaSize: this.#media,
      bitmapSize: this.#bitmap,
      horizontalPixelRatio,
      verticalPixelRatio,
    };
    return this.#within((context) => draw({ context, ...rest }));
  }

  #within<T>(draw: (context: CanvasRenderingContext2D) => T): T {
    this.#context.save();
    try {
      this.#context.setTransform(1, 0, 0, 1, 0, 0);
      return draw(this.#context);
    } finally {
      this.#context.restore();
    }
  }
}

/** A canvas in pixels of the screen. */
export interface BitmapScope {
  readonly context: CanvasRenderingContext2D;
  readonly mediaSize: Size;
  readonly bitmapSize: Size;
  readonly horizontalPixelRatio: number;
  readonly verticalPixelRatio: number;
}

/** Null where there is nothing to draw on. */
export function tryCreateCanvasRenderingTarget2D(
  { canvasElement, canvasElementClientSize, bitmapSize }: CanvasBinding,
  options?: CanvasRenderingContext2DSettings,
): CanvasRenderingTarget2D | null {
  const isEmpty = [canvasElementClientSize, bitmapSize].some(({ width, height }) =>
    width === 0 || height === 0
  );
  const context = isEmpty ? null : canvasElement.getContext("2d", options);
  return context === null ? null : new CanvasRenderingTarget2D(context, canvasElementClientSize, bitmapSize);
}
