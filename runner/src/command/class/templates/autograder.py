"""Grades the checkout in which Classroom 50 starts this, by the course beside it, and writes `result.json`.

Exit 0: it was graded, well or badly. Anything else: grading itself failed. What lies beside this file is public, so there
are no solutions in it. Marks that count are graded on a machine of the teacher's, with `workbook class grade`.
"""

import datetime
import json
import os
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile
import zipfile

# The names in `result.json`, and the variables that hold them.
IDENTITY = {
    "classroom": "CLASSROOM",
    "assignment": "ASSIGNMENT",
    "assignment_type": "ASSIGNMENT_TYPE",
    "owner": "OWNER",
    "submission": "SUBMISSION_TAG",
    "commit": "COMMIT_URL",
    "release": "RELEASE_URL",
    "review": "REVIEW_URL",
    "username": "USERNAME",
}


def main() -> int:
    bundle = pathlib.Path(os.environ.get("CLASSROOM50_BUNDLE_DIR") or pathlib.Path(__file__).parent)
    checkout = pathlib.Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        with zipfile.ZipFile(bundle / "course.zip") as course:
            course.extractall(root)
        handed_in = root / "handed-in" / "learner"
        handed_in.mkdir(parents=True)
        exercises = checkout / "exercises"
        if exercises.is_dir() and not exercises.is_symlink():
            shutil.copytree(exercises, handed_in / "exercises", symlinks=True)
        graded = run(root, "grade", str(root / "handed-in"))
        # 1 says that something was odd about the submission.
        if graded.returncode > 1:
            return graded.returncode
        exported = run(root, "export", "classroom50", "--learner", "learner", stdout=subprocess.PIPE)
        if exported.returncode != 0:
            return exported.returncode
        result = json.loads(exported.stdout)
        feedback = (root / "class" / "feedback" / "learner.md").read_text(encoding="utf-8")
    for name, variable in IDENTITY.items():
        result.pop(name, None)
        if os.environ.get(variable):
            result[name] = os.environ[variable]
    now = datetime.datetime.now(datetime.timezone.utc)
    # The runner puts the moment of the commit in its place.
    result["datetime"] = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    write(checkout / "release-body.md", feedback)
    write(checkout / "result.json", json.dumps(result, indent=2) + "\n")
    if os.environ.get("GITHUB_OUTPUT"):
        with open(os.environ["GITHUB_OUTPUT"], "a", encoding="utf-8") as output:
            output.write(f"summary={result['score']} of {result['max-score']} points\n")
    return 0


def run(root: pathlib.Path, command: str, *arguments: str, stdout=None) -> subprocess.CompletedProcess:
    # The course compiles its own program; `WORKBOOK` names one that is there.
    program = shlex.split(os.environ.get("WORKBOOK") or "cargo run --quiet --locked --")
    line = [*program, "class", command, *arguments, "--class", str(root / "class")]
    return subprocess.run(line, cwd=root / "course", stdout=stdout, check=False)


def write(path: pathlib.Path, text: str) -> None:
    # A learner may have put a link there.
    path.unlink(missing_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
