"""Speed and memory of Freshbrick, each figure beside a reference from the same run."""
