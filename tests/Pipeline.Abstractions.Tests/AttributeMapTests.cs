namespace Pipeline.Abstractions.Tests;

public sealed class AttributeMapTests
{
    [Fact]
    public void A_map_reads_as_it_was_written_and_two_cells_in_a_row_are_the_map_of_both()
    {
        var writer = new AttributeWriter();
        Cases.Run(2_000, random =>
        {
            var (first, second) = (RandomAttributes.Map(random, 4), RandomAttributes.Map(random, 2));
            var one = Cell(writer, first);
            var two = Cell(writer, second);
            Assert.Equivalent(first, RandomAttributes.Read(new AttributeMap(one)), strict: true);
            Assert.Equivalent(first.Concat(second).ToList(), RandomAttributes.Read(new AttributeMap([.. one, .. two])), strict: true);
        });
    }

    [Fact]
    public void The_layout_is_as_documented()
    {
        var writer = new AttributeWriter();
        writer.Key("k"u8);
        writer.BeginList();
        writer.Bool(true);
        writer.Utf8("ab"u8);
        writer.End();
        writer.Key(""u8);
        writer.I64(-2);
        Assert.Equal(
            [
                1, 0, 0, 0, (byte)'k', 6, 9, 0, 0, 0, 1, 1, 4, 2, 0, 0, 0, (byte)'a', (byte)'b',
                0, 0, 0, 0, 2, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
            ],
            writer.Written.ToArray());
    }

    [Fact]
    public void The_first_of_several_entries_is_found_by_its_name()
    {
        var writer = new AttributeWriter();
        foreach (var (key, value) in new[] { ("a", 1L), ("ab", 2L), ("a", 3L), ("", 4L) })
        {
            writer.Key(System.Text.Encoding.UTF8.GetBytes(key));
            writer.I64(value);
        }

        var map = new AttributeMap(writer.Written);
        Assert.True(map.TryGet("a"u8, out var a) && a.I64 == 1);
        Assert.True(map.TryGet("ab"u8, out var ab) && ab.I64 == 2);
        Assert.True(map.TryGet(""u8, out var empty) && empty.I64 == 4);
        Assert.False(map.TryGet("b"u8, out var none));
        Assert.Equal(AttributeKind.Null, none.Kind);
    }

    [Fact]
    public void A_cell_cut_anywhere_is_a_map_of_its_whole_entries() => Cases.Run(2_000, random =>
    {
        var map = RandomAttributes.Map(random, 3);
        var cell = Cell(new AttributeWriter(), map);
        var cut = RandomAttributes.Read(new AttributeMap(cell.AsSpan(0, random.Next(cell.Length + 1))));
        Assert.Equivalent(map.Take(cut.Count).ToList(), cut, strict: true);
    });

    [Fact]
    public void Reading_garbage_neither_throws_nor_reads_more_than_there_is() => Cases.Run(100_000, random =>
    {
        var garbage = Garbage(random);
        // What was read must fit when written again, so nothing came from outside; a bool of 7 is the one thing that changes.
        var read = RandomAttributes.Read(new AttributeMap(garbage));
        Assert.True(Rewritten(new AttributeMap(garbage)) <= garbage.Length, $"{read.Count} entries from {garbage.Length} bytes");
    });

    [Fact]
    public void Nesting_ends_at_the_greatest_depth_for_writer_and_reader()
    {
        var writer = new AttributeWriter();
        for (var depth = 0; depth < AttributeMap.MaxDepth; depth++)
        {
            writer.Key("m"u8);
            writer.BeginMap();
        }

        writer.Key("deepest"u8);
        Assert.Throws<InvalidOperationException>(writer.BeginMap);
        Assert.Throws<InvalidOperationException>(writer.BeginList);
        writer.I64(1);
        while (writer.Depth > 0)
            writer.End();
        var deepest = writer.Written.ToArray();
        Assert.Equal((AttributeMap.MaxDepth, true), DepthOf(deepest));

        // One more level around it, by hand.
        byte[] deeper = [1, 0, 0, 0, (byte)'m', (byte)AttributeKind.Map, .. BitConverter.GetBytes(deepest.Length), .. deepest];
        Assert.Equal((AttributeMap.MaxDepth, false), DepthOf(deeper));
    }

    [Fact]
    public void What_breaks_the_order_of_keys_and_values_is_refused()
    {
        var writer = new AttributeWriter();
        Assert.Throws<InvalidOperationException>(() => writer.I64(1));
        Assert.Throws<InvalidOperationException>(writer.End);
        writer.Key("list"u8);
        Assert.Throws<InvalidOperationException>(() => writer.Key("again"u8));
        Assert.Throws<InvalidOperationException>(() => writer.Written.Length);
        writer.BeginList();
        Assert.Throws<InvalidOperationException>(() => writer.Key("in a list"u8));
        Assert.Throws<InvalidOperationException>(() => writer.Written.Length);
        writer.End();
        Assert.Equal(1 + 4 + 4 + 4 + 1 - 1, writer.Written.Length);
        writer.Clear();
        Assert.True(writer.Written.IsEmpty);
    }

    [Fact]
    public void A_value_is_only_what_it_is()
    {
        var writer = new AttributeWriter();
        writer.Key("n"u8);
        writer.I64(1);
        var cell = writer.Written.ToArray();
        var error = Assert.Throws<InvalidOperationException>(() => new AttributeMap(cell).TryGet("n"u8, out var n) ? n.F64 : 0);
        Assert.Equal("the attribute is I64, not F64", error.Message);
        Assert.Throws<InvalidOperationException>(() => new AttributeMap(cell).TryGet("n"u8, out var n) ? n.Bytes.Length : 0);
        Assert.Throws<InvalidOperationException>(() => default(AttributeValue).Bool);
    }

    private static byte[] Cell(AttributeWriter writer, List<KeyValuePair<string, object?>> map)
    {
        writer.Clear();
        RandomAttributes.Write(writer, map);
        return writer.Written.ToArray();
    }

    /// <summary>Small numbers, so that lengths and kinds are often possible; or a good cell with a few bytes changed.</summary>
    private static byte[] Garbage(Random random)
    {
        if (random.Next(2) == 0)
            return [.. Enumerable.Range(0, random.Next(80)).Select(_ => random.Next(20) == 0 ? (byte)random.Next(256) : (byte)random.Next(random.Next(1, 9)))];
        var cell = Cell(new AttributeWriter(), RandomAttributes.Map(random, 3));
        for (var i = random.Next(4); i > 0 && cell.Length > 0; i--)
            cell[random.Next(cell.Length)] = (byte)random.Next(256);
        return cell;
    }

    private static int Rewritten(AttributeMap map)
    {
        var bytes = 0;
        foreach (var (key, value) in map)
            bytes += 4 + key.Length + Rewritten(value);
        return bytes;
    }

    private static int Rewritten(AttributeValue value)
    {
        var bytes = 0;
        switch (value.Kind)
        {
            case AttributeKind.Null: return 1;
            case AttributeKind.Bool: return 2;
            case AttributeKind.I64 or AttributeKind.F64: return 9;
            case AttributeKind.Utf8 or AttributeKind.Bytes: return 5 + value.Bytes.Length;
            case AttributeKind.Map: return 5 + Rewritten(value.Map);
            default:
                foreach (var item in value.List)
                    bytes += Rewritten(item);
                return 5 + bytes;
        }
    }

    private static (int Depth, bool HasLeaf) DepthOf(ReadOnlySpan<byte> cell)
    {
        var map = new AttributeMap(cell);
        var depth = 0;
        for (; map.TryGet("m"u8, out var inner); depth++)
            map = inner.Map;
        return (depth, map.TryGet("deepest"u8, out _));
    }
}
