# site/_headers as nginx's: what goes with every file, then each address that has more.
/^\// {
  if (inside) print "}"
  inside = $1 != "/*"
  if (inside) printf "location = %s {\n%s", $1, every
  next
}
{
  name = substr($1, 1, length($1) - 1)
  value = substr($0, index($0, ": ") + 2)
  line = "add_header " name " \"" value "\" always;\n"
  printf "%s", line
  if (!inside) every = every line
}
END { if (inside) print "}" }
