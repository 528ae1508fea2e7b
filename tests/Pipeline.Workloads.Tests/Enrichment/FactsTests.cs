using Pipeline.Enrichment;

namespace Pipeline.Workloads.Tests.Enrichment;

public sealed class FactsTests
{
    private static readonly ColumnType[] Types = [ColumnType.Utf8, ColumnType.U32, ColumnType.Utf8, ColumnType.Ip, ColumnType.Bytes];

    [Fact]
    public void Facts_read_as_they_were_written_whatever_comes_and_goes() => Cases.Run(60, random =>
    {
        var facts = new Facts([.. Types], 200, 4 << 20);
        var model = new Dictionary<int, byte[][]>();
        // Few different texts, so that they are shared, and long ones, so that they move.
        var texts = Enumerable.Range(0, 40).Select(_ => random.Bytes(random.Next(6) == 0 ? random.Next(Facts.LongestText) : random.Next(20))).ToArray();
        for (var step = 0; step < 600; step++)
        {
            if (random.Next(3) > 0 || model.Count == 0)
            {
                var cells = Draft(facts, random, texts);
                var number = facts.Add();
                Assert.Equal(number == 0, model.Count == 200);
                if (number > 0)
                    model.Add(number, cells);
            }
            else
            {
                var number = model.Keys.ElementAt(random.Next(model.Count));
                if (random.Next(2) == 0)
                {
                    facts.Remove(number);
                    model.Remove(number);
                }
                else
                {
                    model[number] = Draft(facts, random, texts);
                    Assert.True(facts.Replace(number));
                }
            }

            Assert.Equal(model.Count, facts.Count);
            if (step % 50 == 49)
                AssertSame(facts, model);
        }

        foreach (var number in model.Keys.ToArray())
            facts.Remove(number);
        Assert.Equal(0, facts.Count);
    });

    [Fact]
    public void Churn_takes_no_more_memory_than_what_is_known_at_a_time()
    {
        var facts = new Facts([ColumnType.Utf8], 1_000, 64 << 20);
        var known = new Queue<int>();
        var most = 0L;
        for (var i = 0; i < 200_000; i++)
        {
            if (known.Count == 1_000)
                facts.Remove(known.Dequeue());
            facts.Draft.Set(0, $"a pod that was made as number {i} of all");
            known.Enqueue(facts.Add());
            most = Math.Max(most, facts.Bytes);
        }

        Assert.DoesNotContain(0, known);
        Assert.InRange(most, 1, 1 << 20);
    }

    [Fact]
    public void A_hundred_thousand_facts_of_ten_texts_take_less_than_40_MiB()
    {
        var facts = new Facts([.. Enumerable.Repeat(ColumnType.Utf8, 10)], 100_000, 64 << 20);
        for (var i = 0; i < 100_000; i++)
        {
            var draft = facts.Draft;
            draft.Set(0, $"namespace-{i % 200}");
            draft.Set(1, $"deployment-{i % 5_000}-5d4f8c7b9-{i:x5}");
            draft.Set(2, "app");
            draft.Set(3, $"node-{i % 1_000}");
            draft.Set(4, "Deployment");
            draft.Set(5, $"deployment-{i % 5_000}");
            draft.Set(6, $"{i:x8}-0000-4000-8000-0123456789ab");
            draft.Set(7, $"{i:x64}");
            draft.Set(8, $"registry/{i % 300}/image:1.{i % 7}");
            draft.Set(9, $"service-{i % 3_000}");
            Assert.Equal(i + 1, facts.Add());
        }

        Assert.InRange(facts.Bytes, 1, 40 << 20);
        facts.Draft.Set(0, "one more");
        Assert.Equal(0, facts.Add());
        Assert.Equal(1, facts.Refused);
    }

    [Fact]
    public void What_finds_no_room_for_its_texts_changes_nothing()
    {
        var facts = new Facts([ColumnType.Utf8, ColumnType.Utf8], 1_000, 64 << 10);
        facts.Draft.Set(0, "first");
        var first = facts.Add();
        var added = new List<int>();
        for (var i = 0; i < 100; i++)
        {
            facts.Draft.Set(0, $"{i}");
            facts.Draft.Set(1, new string((char)('a' + i % 26), 4_000) + i);
            if (facts.Add() is > 0 and var number)
                added.Add(number);
        }

        Assert.Equal(100 - added.Count, facts.Refused);
        Assert.InRange(added.Count, 10, 17);
        facts.Draft.Set(1, new string('z', 8_000));
        Assert.False(facts.Replace(first));
        Assert.Equal("first"u8, facts.Cell(first, 0));
        Assert.True(facts.Cell(first, 1).IsEmpty);
        // What is forgotten makes room, wherever it lay.
        facts.Remove(added[3]);
        facts.Remove(added[7]);
        facts.Draft.Set(1, new string('z', 8_000));
        Assert.True(facts.Replace(first));
        Assert.Equal(8_000, facts.Cell(first, 1).Length);
        Assert.Equal((byte)'e', facts.Cell(added[4], 1)[0]);
    }

    [Fact]
    public void A_text_that_is_too_long_is_cut_behind_a_whole_character_and_counted()
    {
        var facts = new Facts([ColumnType.Utf8], 10, 1 << 20);
        facts.Draft.Set(0, new string('x', Facts.LongestText - 1) + "ü and more");
        var number = facts.Add();
        Assert.Equal(Facts.LongestText - 1, facts.Cell(number, 0).Length);
        Assert.Equal(1, facts.Cut);
        facts.Draft.Set(0, Enumerable.Repeat((byte)0x80, 3 * Facts.LongestText).ToArray());
        Assert.Equal(Facts.LongestText, facts.Cell(facts.Add(), 0).Length);
        facts.Draft.Set(0, new string('x', Facts.LongestText));
        Assert.Equal(Facts.LongestText, facts.Cell(facts.Add(), 0).Length);
        Assert.Equal(2, facts.Cut);
    }

    [Fact]
    public void A_number_of_which_nothing_is_known_has_empty_cells_and_cannot_be_removed()
    {
        var facts = new Facts([ColumnType.Utf8, ColumnType.U32], 10, 1 << 20);
        foreach (var number in (int[])[0, -1, 1, int.MaxValue, int.MinValue])
        {
            Assert.True(facts.Cell(number, 0).IsEmpty);
            Assert.Equal(new byte[4], facts.Cell(number, 1).ToArray());
            Assert.Throws<ArgumentOutOfRangeException>(() => facts.Remove(number));
            Assert.Throws<ArgumentOutOfRangeException>(() => facts.Replace(number));
        }
    }

    [Fact]
    public void A_fact_has_no_lists()
    {
        Assert.Throws<ArgumentException>(() => new Facts([ColumnType.Utf8List], 1, 1));
        Assert.Throws<ArgumentException>(() => new Facts([ColumnType.FixedBytes(1_000)], 1, 1));
    }

    private static byte[][] Draft(Facts facts, Random random, byte[][] texts)
    {
        var cells = new byte[Types.Length][];
        for (var i = 0; i < Types.Length; i++)
        {
            cells[i] = new byte[Types[i].IsVariable ? 0 : Types[i].Width];
            if (random.Next(5) == 0)
                continue;
            cells[i] = Types[i].IsVariable ? texts[random.Next(texts.Length)] : random.Bytes(Types[i].Width);
            if (Types[i].Kind == ColumnKind.U32)
                facts.Draft.Set(i, BitConverter.ToUInt32(cells[i]));
            else
                facts.Draft.Set(i, cells[i]);
        }

        return cells;
    }

    private static void AssertSame(Facts facts, Dictionary<int, byte[][]> model)
    {
        foreach (var (number, cells) in model)
            for (var i = 0; i < cells.Length; i++)
                Assert.Equal(cells[i], facts.Cell(number, i).ToArray());
    }
}
