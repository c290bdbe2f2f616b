#!/bin/sh
# One dyno, in name and mount spaces of its own (unshare starts it): everything on this machine can
# be read, nothing written but one folder, which no other dyno sees.
# usage: dyno.sh NAME SLUG FOLDER WRITABLE COMMAND
set -eu
name=$1 slug=$2 folder=$3 writable=$4 command=$5

hostname "$name"
mkdir -p "$writable"
mount --bind "$folder" "$writable"
findmnt --raw --noheadings --output TARGET --types ext4,xfs,btrfs,overlay,tmpfs,zfs |
  while read -r place; do
    case $place in
      "$writable" | /dev | /dev/* | /sys/*) ;;
      *) mount -o remount,bind,ro "$place" 2>/dev/null || true ;;
    esac
  done
cd "$slug"
if (: >"$slug/written") 2>/dev/null; then
  echo "this dyno could write into its slug, which a rehearsal must not allow" >&2
  exit 1
fi
exec sh -c "$command"
