using System.Text;
using Pipeline.Transforms.DnsNames.Names;

namespace Pipeline.Workloads.Tests.DnsNames;

/// <summary>The book of names beside a plain list of answers.</summary>
public sealed class NameBookTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void The_last_answer_before_a_time_is_the_name_then() => Cases.Run(2_000, random =>
    {
        var (book, answers) = (new NameBook(1_000, keep: 10 * Second), new List<(uint Address, string Name, long Time, uint Ttl)>());
        for (var i = 0; i < 60; i++)
        {
            var answer = ((uint)random.Next(8), $"n{random.Next(3)}.test", (1_000L + 5 * i) * Second, (uint)random.Next(20));
            answers.Add(answer);
            book.Learn(Key(answer.Item1), Encoding.ASCII.GetBytes(answer.Item2), answer.Item3, answer.Item4);
            // Of some past that the book still has: four names ago at most.
            var (address, time) = ((uint)random.Next(8), (1_000L + 5 * i - random.Next(15)) * Second + Second / 2);
            var of = answers.Where(a => a.Address == address).ToList();
            if (Changes(of) > 3)
                continue;
            var last = of.LastOrDefault(a => a.Time <= time);
            var run = last.Name is null ? [] : of.Where(a => a.Time <= time).Reverse().TakeWhile(a => a.Name == last.Name).Concat(of.Where(a => a.Time > time).TakeWhile(a => a.Name == last.Name)).ToList();
            var known = run.Count > 0 && time <= run.Max(a => a.Time + (a.Ttl + 10) * Second);
            Assert.Equal(known ? last.Name : "", Name(book, book.Find(Key(address), time)));
        }
    });

    [Fact]
    public void Beyond_the_bound_the_oldest_answers_go_and_with_them_their_names()
    {
        var book = new NameBook(100, keep: 0);
        for (var i = 0u; i < 100_000; i++)
        {
            book.Learn(Key(i), Encoding.ASCII.GetBytes($"name{i}.test"), i * Second, 60);
            // One that is asked for again and again stays.
            book.Learn(Key(0), "zero.test"u8, i * Second, 60);
        }

        Assert.Equal(100, book.Count);
        // Those of the second addresses that the first has had as well.
        Assert.InRange(book.Texts.Facts.Count, 100, 104);
        Assert.Equal(100_000 - 100, book.Forgotten);
        Assert.Equal("zero.test", Name(book, book.Find(Key(0), 99_999 * Second)));
        Assert.Equal("name99950.test", Name(book, book.Find(Key(99_950), 99_960 * Second)));
        Assert.Equal(0, book.Find(Key(50_000), 50_001 * Second));
    }

    [Fact]
    public void Answers_out_of_order_are_put_in_order()
    {
        var book = new NameBook(100, keep: 0);
        book.Learn(Key(1), "late.test"u8, 100 * Second, 1_000);
        book.Learn(Key(1), "early.test"u8, 50 * Second, 1_000);
        Assert.Equal("early.test", Name(book, book.Find(Key(1), 99 * Second)));
        Assert.Equal("late.test", Name(book, book.Find(Key(1), 100 * Second)));
        Assert.Equal(0, book.Find(Key(1), 49 * Second));
    }

    [Fact]
    public void Of_what_is_no_name_nothing_is_kept()
    {
        var book = new NameBook(100, keep: 0);
        book.Learn(Key(1), ""u8, Second, 60);
        book.Learn(Key(1), new byte[5_000], Second, 60);
        Assert.Equal((0, 2L), (book.Count, book.Refused));
    }

    private static AddressKey Key(uint address) => new(address + 1, 0, 0, 0);

    private static int Changes(List<(uint Address, string Name, long Time, uint Ttl)> answers) => answers.Zip(answers.Skip(1)).Count(p => p.First.Name != p.Second.Name);

    private static string Name(NameBook book, int fact) => Encoding.ASCII.GetString(book.Texts.Facts.Cell(fact, 0));
}
