"""Tests in which a part of the site is really away: stopped, full, locked, refused or silent."""
