"""Settings of the project's own Jupyter server. Set-up copies them into .venv."""


def keep_one_picture(model, **_):
    """Saves an interactive plot without the PNG that JupyterLab made of it when the output has an SVG already.

    With both, the notebooks would be larger by half, and JupyterLab would open them with the PNG in place of the plot.
    """
    if model["type"] != "notebook" or model.get("content") is None:
        return
    for cell in model["content"]["cells"]:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "application/vnd.plotly.v1+json" in data and "image/svg+xml" in data:
                data.pop("image/png", None)


# A hook that the user has set for FileContentsManager, the usual place, takes precedence.
c.ContentsManager.pre_save_hook = keep_one_picture  # noqa: F821
