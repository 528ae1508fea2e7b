using System.Text;
using Pipeline.Kubernetes.Tests.Support;
using Pipeline.Transforms.Kubernetes.Api.Reading;

namespace Pipeline.Kubernetes.Tests.Api;

[Collection(Alone.Name)]
public sealed class ItemScannerTests
{
    private const string Head = """{"kind":"PodList","metadata":{"resourceVersion":"77","continue":"next]}","items":[{"not":"one"}]},""";

    [Fact]
    public void List_is_taken_apart_the_same_wherever_it_is_split()
    {
        var list = Encoding.UTF8.GetBytes(Head + "\"items\" : [ " + Samples.Pod + ",{\"a\":\"\\\"}]\\\\\"} ,\n{broken \"}\" [}], {}],\"tail\":[1]}\n");
        var whole = Scan([list]);
        Assert.Equal(4, whole.Items.Count);
        Assert.Equal((Samples.Pod, """{"a":"\"}]\\"}""", """{broken "}" [}]""", "{}"), (whole.Items[0], whole.Items[1], whole.Items[2], whole.Items[3]));
        Assert.Equal(Head + "\"items\" : [],\"tail\":[1]}\n", whole.Envelope);
        for (var split = 1; split < list.Length; split++)
            Assert.Equivalent(whole, Scan([list[..split], list[split..]]));
        Assert.Equivalent(whole, Scan(list.Select(one => new[] { one })));
    }

    [Theory]
    [InlineData("""{"metadata":{},"items":null}""")]
    [InlineData("""{"metadata":{},"items":[]}""")]
    [InlineData("""{"items":[],"metadata":{}}""")]
    [InlineData("""{"metadata":{"items":[{}]},"other":[{}],"items":[ 7, "x{", null ]}""")]
    public void List_of_nothing_has_nothing(string list)
    {
        var (items, _, isComplete) = Scan([Encoding.UTF8.GetBytes(list)]);
        Assert.Empty(items);
        Assert.True(isComplete);
    }

    [Fact]
    public void List_that_ends_in_the_middle_is_not_complete()
    {
        var list = Encoding.UTF8.GetBytes(Head + "\"items\":[{}]}");
        for (var length = 0; length < list.Length; length++)
            Assert.False(Scan([list[..length]]).IsComplete);
    }

    [Fact]
    public void Element_larger_than_any_object_is_passed_over_without_being_held()
    {
        var piece = Encoding.UTF8.GetBytes(new string('x', 1 << 20));
        using var scanner = new ItemScanner();
        var before = GC.GetTotalMemory(true);
        Feed(scanner, "{\"items\":[{\"a\":\""u8);
        for (var i = 0; i < 64; i++)
            Feed(scanner, piece);
        ReadOnlySpan<byte> rest = "\"},{\"b\":1}]}"u8;
        Assert.True(scanner.Next(ref rest));
        Assert.True(scanner.IsItemOver);
        Assert.True(scanner.Next(ref rest));
        Assert.Equal("{\"b\":1}", Encoding.UTF8.GetString(scanner.Item));
        Assert.False(scanner.IsItemOver);
        Assert.False(scanner.Next(ref rest));
        Assert.True(scanner.IsComplete);
        Assert.InRange(GC.GetTotalMemory(true) - before, long.MinValue, 48 << 20);
    }

    [Fact]
    public void Answer_without_end_that_is_no_list_is_not_held()
    {
        using var scanner = new ItemScanner();
        var piece = Encoding.UTF8.GetBytes("{\"x\":\"" + new string('y', 1 << 20));
        Feed(scanner, piece);
        Assert.True(scanner.IsOver);
        Assert.Equal(0, scanner.Envelope.Length);
    }

    private static void Feed(ItemScanner scanner, ReadOnlySpan<byte> piece) => Assert.False(scanner.Next(ref piece));

    private static (List<string> Items, string Envelope, bool IsComplete) Scan(IEnumerable<byte[]> pieces)
    {
        using var scanner = new ItemScanner();
        List<string> items = [];
        foreach (var piece in pieces)
        {
            ReadOnlySpan<byte> rest = piece;
            while (scanner.Next(ref rest))
                items.Add(Encoding.UTF8.GetString(scanner.Item));
        }

        return (items, Encoding.UTF8.GetString(scanner.Envelope), scanner.IsComplete);
    }
}
