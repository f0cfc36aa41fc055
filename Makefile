# What this project can do. Each target is a line or two; the work is in scripts/.
SHELL := /bin/bash
.DEFAULT_GOAL := help
RELEASE := target/release/lianjie

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

run: install web ## build, load the demo into ./data, serve http://localhost:8080
	@scripts/run

test: ## everything: formatting, types, Rust on SQLite and PostgreSQL, web units, browsers
	@scripts/test

fuzz: ## a minute of hostile bytes for everything that reads what strangers send
	@scripts/fuzz

matrix: ## a hearing on every kind of bad line, 12 minutes, into docs/measurements.md
	@scripts/matrix

size: ## what seats cost this machine, rows for docs/sizing.md (two minutes)
	@scripts/size

bench: ## the media plane against its peers, a store of a million petitions: tables, target/bench/*.json (hours)
	@scripts/bench
	@scripts/bench-join
	@scripts/bench-store

pack: web ## one file to install from without Internet, target/pack/lianjie-….tar.gz
	@scripts/pack

install: ## what building needs (Node packages)
	@scripts/install-web

web: install ## the web client into web/dist
	@scripts/build-web

gen: install ## derived files: frames and REST types for the web, OpenAPI
	@scripts/gen

fmt: ## format everything
	cargo fmt --all

lint: web ## clippy, formatting, TypeScript, dependency rules
	@scripts/lint

.PHONY: help run test fuzz matrix size bench pack install web gen fmt lint
