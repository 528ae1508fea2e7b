namespace Pipeline.Host.Configuration.Toml;

/// <summary>TOML's rules about what may be defined where and only once.</summary>
internal sealed class TomlDefinitions(TomlFaults faults)
{
    /// <summary>Opens the table of a [header], making the parents it names; null after an error.</summary>
    public TomlTable? OpenTable(TomlTable root, List<TomlKey> header, SourceSpan span)
    {
        if (OpenParent(root, header) is not { } parent)
            return null;
        TomlKey key = header[^1];
        faults.Path.Push(key.Name);
        if (!parent.TryGet(key.Name, out TomlEntry known))
        {
            var table = new TomlTable(span, TomlTableOrigin.Header);
            parent.Add(key, table);
            return table;
        }
        switch (known.Value)
        {
            case TomlTable { Origin: TomlTableOrigin.Implicit } parentOfOthers:
                parentOfOthers.Define(TomlTableOrigin.Header, span);
                return parentOfOthers;
            case TomlArray { IsTableArray: true }:
                ReportKnown(key, known, "use [[double brackets]] for one more element");
                return null;
            case TomlTable { Origin: TomlTableOrigin.Header }:
                ReportKnown(key, known, "put the keys of both under one header");
                return null;
            default:
                ReportKnown(key, known, "a header cannot add to it");
                return null;
        }
    }

    /// <summary>Appends the table of a [[header]] to its array, making what the header names; null after an error.</summary>
    public TomlTable? OpenElement(TomlTable root, List<TomlKey> header, SourceSpan span)
    {
        if (OpenParent(root, header) is not { } parent)
            return null;
        TomlKey key = header[^1];
        faults.Path.Push(key.Name);
        if (!parent.TryGet(key.Name, out TomlEntry known))
        {
            known = new TomlEntry(key, new TomlArray(span, isTableArray: true));
            parent.Add(key, known.Value);
        }
        if (known.Value is not TomlArray { IsTableArray: true } array)
        {
            ReportKnown(key, known, "only an array written as [[headers]] alone takes one more");
            return null;
        }
        var element = new TomlTable(span, TomlTableOrigin.Header);
        faults.Path.Push(array.Items.Count);
        array.Add(element);
        return element;
    }

    /// <summary>Puts a value under a key, making the tables a dotted key names.</summary>
    public void Define(TomlTable table, List<TomlKey> key, TomlValue value)
    {
        for (int i = 0; i < key.Count - 1; i++)
        {
            if (!table.TryGet(key[i].Name, out TomlEntry known))
            {
                known = new TomlEntry(key[i], new TomlTable(key[i].Span, TomlTableOrigin.DottedKey));
                table.Add(key[i], known.Value);
            }
            if (known.Value is not TomlTable { Origin: TomlTableOrigin.Implicit or TomlTableOrigin.DottedKey } next)
            {
                ReportKnown(key[i], known, "a dotted key cannot add to it");
                return;
            }
            if (next.Origin == TomlTableOrigin.Implicit)
                next.Define(TomlTableOrigin.DottedKey, key[i].Span);
            table = next;
        }
        if (table.TryGet(key[^1].Name, out TomlEntry first))
            ReportKnown(key[^1], first, "keep one of them");
        else
            table.Add(key[^1], value);
    }

    private TomlTable? OpenParent(TomlTable root, List<TomlKey> header)
    {
        faults.Path.Truncate(0);
        TomlTable table = root;
        foreach (TomlKey key in header[..^1])
        {
            faults.Path.Push(key.Name);
            if (!table.TryGet(key.Name, out TomlEntry known))
            {
                known = new TomlEntry(key, new TomlTable(key.Span, TomlTableOrigin.Implicit));
                table.Add(key, known.Value);
            }
            switch (known.Value)
            {
                case TomlTable { Origin: not TomlTableOrigin.Inline } next:
                    table = next;
                    break;
                case TomlArray { IsTableArray: true } array:
                    faults.Path.Push(array.Items.Count - 1);
                    table = (TomlTable)array.Items[^1];
                    break;
                default:
                    ReportKnown(key, known, "a header cannot add to it");
                    return null;
            }
        }
        return table;
    }

    private void ReportKnown(TomlKey key, TomlEntry known, string remedy)
    {
        // The key of a table with a header may be its first mention only, as the parent in another header.
        SourceSpan place = known.Value is TomlTable { Origin: TomlTableOrigin.Header } table ? table.Span : known.Key.Span;
        faults.Report(
            key.Span,
            $"{TomlFaults.Excerpt(TomlText.Key(key.Name))} is already defined as {known.Value.TypeName} at {place}; {remedy}");
    }
}
