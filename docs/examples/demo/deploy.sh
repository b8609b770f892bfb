#!/bin/sh
# Run by the trigger `deploy`: the event's payload comes on standard input, who and what in the environment.
version=$(cat)
echo "deploying web $version on $ENGINE_NODE, for event $ENGINE_EVENT_ID"
echo "done"
