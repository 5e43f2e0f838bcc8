// The notebook's side of a panel: without a kernel it shows the picture that is stored with it and how to wake it.
//
// Jupyter shows the richest form of an output that it knows. For a widget whose kernel is gone that is an error, although
// the picture lies beside it. A panel's output has one more form, `PANEL`, which this extension knows: the widget where
// there is one, else the picture. When the notebook is saved, the picture is brought up to date.
//
// Written as the container that Jupyter loads, so that it needs no build; `shared` holds the parts of Jupyter itself.

(window._JUPYTERLAB ??= {})["lab3-helpers"] = (() => {
  const PANEL = "application/vnd.lab3.panel+json", WIDGET = "application/vnd.jupyter.widget-view+json";
  const WAKE = "Not running. To use the sliders, choose Run, then Run All Cells.";
  const PATIENCE_MS = 700; // a widget that is there appears sooner, and nothing blinks
  const CSS = `
    .lab3-output:has(.lab3-panel) > .lab3-stored, .lab3-output:not(:has(.lab3-panel)) > :not(.lab3-stored) { display: none; }
    .lab3-stored { margin: 0; visibility: hidden; color: var(--jp-ui-font-color1); font-size: var(--jp-content-font-size1); }
    .lab3-stored.lab3-shown { visibility: visible; }
    .lab3-stored p { margin: 0 0 6px; line-height: 1.5; }
    .lab3-stored code { color: inherit; overflow-wrap: anywhere; }`;
  const SCRIPT = document.currentScript.src;
  let shared;

  async function part(name) {
    const versions = Object.values(shared[name]);
    return (await (versions.find((one) => one.loaded) ?? versions.at(-1)).get())();
  }

  function extension({ Panel, Widget }, { inParts }) {
    class PanelOutput extends Panel {
      constructor(rendermime) {
        super();
        this.addClass("lab3-output");
        this.rendermime = rendermime;
        this.stored = document.createElement("figure");
        this.stored.className = "lab3-stored";
        this.addWidget(new Widget({ node: this.stored }));
        setTimeout(() => this.stored.classList.add("lab3-shown"), PATIENCE_MS);
      }

      async renderModel(model) {
        this.model = model;
        const { alt, width, height, parts = [] } = model.metadata["image/png"] ?? {};
        const image = Object.assign(new Image(width, height), { alt, src: `data:image/png;base64,${model.data["image/png"]}` });
        const recipe = element("code", model.data["text/plain"].split("\n").at(-1));
        const place = element("div", "");
        inParts(place, image, width, height, parts);
        this.stored.replaceChildren(element("p", WAKE), place, element("p", alt), recipe);
        this.connect();
      }

      // Show the widget, unless it is there already. Whatever draws widgets may come later than this output, and anew with
      // a new kernel: each time it is another factory.
      connect() {
        const factory = this.rendermime.getFactory(WIDGET);
        if (!factory || factory === this.factory || !this.model.trusted || this.figure()) return;
        this.factory = factory;
        this.live?.dispose();
        this.addWidget(this.live = this.rendermime.createRenderer(WIDGET));
        this.live.renderModel(this.model).catch(console.error);
      }

      figure() {
        return this.live?.node.querySelector(".lab3-figure");
      }

      // The live panel as it stands becomes what is stored.
      store() {
        const figure = this.figure(), image = figure?.querySelector("img");
        if (!image?.naturalWidth || figure.querySelector(".lab3-failed")) return;
        const recipe = figure.querySelector(".lab3-recipe").textContent;
        const text = `${figure.getAttribute("aria-label")}. ${image.alt}\n${recipe}`;
        const { data, metadata } = this.model;
        if (text === data["text/plain"]) return;
        const canvas = Object.assign(document.createElement("canvas"), { width: image.naturalWidth, height: image.naturalHeight });
        canvas.getContext("2d").drawImage(image, 0, 0);
        this.model.setData({
          data: { ...data, "text/plain": text, "image/png": canvas.toDataURL().split(",")[1] },
          metadata: { ...metadata, "image/png": { ...metadata["image/png"], alt: image.alt } },
        });
      }
    }

    return {
      id: "lab3-helpers:stored-picture",
      autoStart: true,
      activate(app) {
        const look = Object.assign(element("link", ""), { rel: "stylesheet", href: new URL("parts.css", SCRIPT) });
        document.head.append(look, element("style", CSS));
        app.docRegistry.addWidgetExtension("Notebook", {
          createNew({ content: { rendermime } }, context) {
            const outputs = new Set();
            rendermime.addFactory({
              safe: true, // the picture is; the widget is left alone where the notebook is not trusted
              mimeTypes: [PANEL],
              createRenderer() {
                const output = new PanelOutput(rendermime);
                outputs.add(output);
                output.disposed.connect(() => outputs.delete(output));
                return output;
              },
            }, -20); // before the widget's own rank of -10
            context.sessionContext.statusChanged.connect(() => outputs.forEach((output) => output.connect()));
            context.saveState.connect((_, state) => {
              if (state === "started") outputs.forEach((output) => output.store());
            });
          },
        });
      },
    };
  }

  function element(tag, text) {
    return Object.assign(document.createElement(tag), { textContent: text });
  }

  return {
    init(scope) { shared = scope; },
    async get() {
      const plugin = extension(await part("@lumino/widgets"), await import(new URL("parts.js", SCRIPT)));
      return () => ({ __esModule: true, default: plugin });
    },
  };
})();
