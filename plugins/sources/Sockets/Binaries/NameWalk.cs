namespace Pipeline.Sources.Sockets.Binaries;

/// <summary>Goes through a table of names, each of which ends with a zero.</summary>
internal static class NameWalk
{
    /// <summary>Told of a name and where in its table it begins.</summary>
    internal delegate void Visitor(ulong at, ReadOnlySpan<byte> name);

    /// <summary>Tells of each name, or of the last bytes of one that is longer than <paramref name="longest"/>.</summary>
    internal static void Each(TableWalk table, int longest, Visitor visit)
    {
        for (ulong at = 0; at < table.Size; )
        {
            // More than is looked at again, so that each step leads on.
            var texts = table.At(at, (int)Math.Min((ulong)longest + 1, table.Size - at));
            var done = 0;
            while (texts[done..].IndexOf((byte)0) is >= 0 and var length)
            {
                if (length > 0)
                    visit(at + (ulong)done, texts.Slice(done, length));
                done += length + 1;
            }

            if (at + (ulong)texts.Length == table.Size)
                return;
            // What the buffer cuts in two is looked at again, from its beginning or, where that is far, from near its end.
            at += (ulong)(texts.Length - Math.Min(texts.Length - done, longest));
        }
    }
}
