"""Settings of nbconvert, besides those of jupyter_nbconvert_config.json. Set-up copies them into .venv."""

import re
import sys
from pathlib import Path

#: An import from the beginning of a line to its semicolon, over several lines too; not `import(…)`.
IMPORT = re.compile(r"^import\b(?!\s*\()[^;]*;[ \t]*\n?", re.MULTILINE)

PROGRAM = """\
// Made from {name}.ipynb. To run it, put it into the project's folder: npx tsx {name}.ts
{imports}

async function main() {{
{cells}
}}

void main();
"""


def as_program(nb, resources):
    """Makes the code of a TypeScript notebook a program that runs under tsx.

    A notebook's cells may use `await` where they like; in a file of this project only a function may. So the imports go
    to the top, and everything else into a function.
    """
    if nb.metadata.get("language_info", {}).get("name") != "typescript":
        return nb, resources
    sources = [cell.source for cell in nb.cells if cell.cell_type == "code"]
    imports = [line.strip() for source in sources for line in IMPORT.findall(source)]
    code = [IMPORT.sub("", source).strip() for source in sources]
    program = nb.copy()
    program.cells = [cell for cell in nb.cells if cell.cell_type == "code"][:1]
    for cell in program.cells:
        cell.source = PROGRAM.format(
            name=resources["metadata"]["name"],
            imports="\n".join(dict.fromkeys(imports)),
            # A cell's last value has no semicolon; without one, a next cell in brackets would be part of it.
            cells="\n\n".join(cell if cell.endswith((";", "}")) else f"{cell};" for cell in code if cell),
        )
    return program, resources


c.ScriptExporter.preprocessors = [as_program]  # noqa: F821

# Found from any folder, as in `nbconvert --template project`. Set-up copies this file to .venv/etc/jupyter.
c.TemplateExporter.extra_template_basedirs = [  # noqa: F821
    str(Path(sys.prefix).parent / "jupyter" / "nbconvert" / "templates")
]
