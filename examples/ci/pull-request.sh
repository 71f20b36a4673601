#!/bin/sh
# 检查一次修改：政策有没有写错，改动影响到谁。报告（Markdown）写到一个文件，有不许可的变化时退出码为 1。
# Checks an edit of policies and writes what it changes, as Markdown, to a file.
#
#   BASE=origin/main examples/ci/pull-request.sh
#
#   BASE      与哪个修订版比较；取它与当前提交的共同祖先 / the revision to compare with
#   POLICIES  政策文件夹，默认 policies / the folder of the policies
#   CASES     名单；不写时只看规则 / a case file
#   MONTH     按哪个月认定，如 2023-03；有名单时必须写 / the month, with a case file
#   FAIL_ON   any、decrease 或 loss；不写时有变化也通过 / which changes must not be
#   REPORT    报告文件，默认 polcheck-report.md / where the report goes
#   POLCHECK  程序，默认 polcheck / the program
set -u

base=${BASE:?BASE=修订版，如 origin/main / the revision to compare with}
policies=${POLICIES:-policies}
report=${REPORT:-polcheck-report.md}
polcheck=${POLCHECK:-polcheck}
format=pretty
[ "${GITHUB_ACTIONS:-}" = true ] && format=github

if ! ancestor=$(git merge-base "$base" HEAD); then
    echo "没有修订版 $base，或与它没有共同祖先；浅克隆先取回历史 / no common ancestor with $base" >&2
    exit 2
fi

failed=0
# 退出码 1 是有发现，记下后继续；其余是无法运行
note() {
    if [ "$1" -gt "$failed" ]; then failed=$1; fi
}

: >"$report" || exit 2
"$polcheck" check "$policies" --format "$format"
status=$?
note "$status"
if [ "$status" -ne 0 ]; then
    printf '**检查没有通过**，见运行记录。\n\n' >>"$report"
fi
"$polcheck" test "$policies" --format "$format" --allow-empty
status=$?
note "$status"
if [ "$status" -ne 0 ]; then
    printf '**用例没有通过**，见运行记录。\n\n' >>"$report"
fi

list=$(mktemp) || exit 2
trap 'rm -f "$list"' EXIT
git -c core.quotePath=false diff --name-status -M --diff-filter=ADMR "$ancestor" -- "$policies" >"$list"
compared=0
tab=$(printf '\t')
while IFS="$tab" read -r kind old policy; do
    against=$ancestor
    # 改了名的与旧名的比较
    if [ -n "$policy" ]; then against=$ancestor:$old; else policy=$old; fi
    case $policy in
        *.pol) compared=$((compared + 1)) ;;
        *) continue ;;
    esac
    case $kind in
        A) printf '### 新增 %s\n\n' "$policy" >>"$report" ;;
        D) printf '### 删去 %s\n\n' "$policy" >>"$report" ;;
        *)
            set -- "$policy" --against "$against" --format markdown
            if [ -n "${CASES:-}" ]; then set -- "$@" --cases "$CASES" --month "${MONTH:?MONTH=年-月，如 2023-03}"; fi
            if [ -n "${FAIL_ON:-}" ]; then set -- "$@" --fail-on "$FAIL_ON"; fi
            "$polcheck" diff "$@" >>"$report"
            note "$?"
            echo >>"$report"
            ;;
    esac
done <"$list"
if [ "$compared" -eq 0 ]; then
    echo "政策没有改动。" >>"$report"
fi
exit "$failed"
