#!/usr/bin/env bash
# Grades one part of a class, on whatever started it. COURSE, CLASS and HANDED_IN are folders that all machines share, PARTS
# is the number of parts.
#
#   Slurm:        sbatch --array=1-40 --export=ALL,PARTS=40,COURSE=…,CLASS=…,HANDED_IN=… part.sh
#   HyperQueue:   hq submit --array 1-40 --env PARTS=40 --env COURSE=… --env CLASS=… --env HANDED_IN=… ./part.sh
#   Kubernetes:   kubernetes.yaml
#   GitHub:       github-matrix.yml
#   by hand:      PART=3 PARTS=40 COURSE=… CLASS=… HANDED_IN=… ./part.sh
#
# Programs in Rust are compiled one after the other in one folder of a class. Where that is most of the work, give each
# machine a copy of CLASS of its own, and bring the files in `parts` together.
#
# A part that was cut is started again and goes on where it was. Once all are there: workbook class merge --class CLASS
set -euo pipefail
part="${PART:-${SLURM_ARRAY_TASK_ID:-${HQ_TASK_ID:-}}}"
# Kubernetes counts from 0.
[ -n "$part" ] || part=$((JOB_COMPLETION_INDEX + 1))
cd "$COURSE"
# 1 says that something was odd about a submission; `CLASS/parts` says what.
workbook class grade "$HANDED_IN" --class "$CLASS" --jobs "${SLURM_CPUS_PER_TASK:-1}" --shard "$part/$PARTS" || [ $? -eq 1 ]
