"""Everything that changes claims, and the one function that writes a status.

actions     an action on claims: permission, locks, settling, history
settling    what a claim amounts to, written into its timeline
consequences  what follows from that, all of it and in order
claims      events and claims, one at a time
statements  who says so, and where it stands
details     what is asked
entering    the same from what somebody types
loading     a dossier, all or nothing
"""
