using System.Text;
using Pipeline.Transforms.Kubernetes.Api.Reading;

namespace Pipeline.Kubernetes.Tests.Api;

public sealed class WatchLineTests
{
    [Fact]
    public void Lines_are_the_same_wherever_the_watch_is_split()
    {
        var watch = Encoding.UTF8.GetBytes("{\"type\":\"ADDED\"}\r\n\n  \nsecond\nthird é\n rest");
        Assert.Equal(["{\"type\":\"ADDED\"}\r", "second", "third é"], Lines([watch]));
        for (var split = 0; split < watch.Length; split++)
            Assert.Equal(Lines([watch]), Lines([watch[..split], watch[split..]]));
        Assert.Equal(Lines([watch]), Lines(watch.Select(one => new[] { one })));
    }

    [Fact]
    public void Line_of_eight_mebibytes_is_one_and_one_of_seventeen_is_passed_over()
    {
        using var scanner = new LineScanner();
        ReadOnlySpan<byte> watch = Encoding.ASCII.GetBytes(new string('a', 8 << 20) + "\n" + new string('b', 17 << 20) + "\nc\n");
        Assert.True(scanner.Next(ref watch));
        Assert.Equal((8 << 20, false), (scanner.Line.Length, scanner.IsOver));
        Assert.True(scanner.Next(ref watch));
        Assert.True(scanner.IsOver);
        Assert.True(scanner.Next(ref watch));
        Assert.Equal(("c", false), (Encoding.ASCII.GetString(scanner.Line), scanner.IsOver));
    }

    [Theory]
    [InlineData("""{"type":"ADDED","object":{"a":[1,{}]}}""", "Added", """{"a":[1,{}]}""")]
    [InlineData("""{"object": {"a":1} ,"more":[],"type":"DELETED"}""", "Deleted", """{"a":1}""")]
    [InlineData(""" {"type":"MODIFIED","object":null} """, "Modified", "null")]
    public void Event_has_a_type_and_an_object_in_any_order(string line, string type, string body)
    {
        var told = WatchLine.Read(Encoding.UTF8.GetBytes(line));
        Assert.Equal((type, body), (told.Type.ToString(), Encoding.UTF8.GetString(told.Object)));
    }

    [Theory]
    [InlineData("", "Malformed")]
    [InlineData("half a li", "Malformed")]
    [InlineData("""{"type":"ADDED","object":{"a":""", "Malformed")]
    [InlineData("""{"type":"ADDED","object":{}}x""", "Malformed")]
    [InlineData("""{"type":"ADDED"}""", "Missing")]
    [InlineData("""{"object":{}}""", "Missing")]
    [InlineData("""{"type":null,"object":{}}""", "Missing")]
    [InlineData("""{"type":1,"object":{}}""", "WrongType")]
    [InlineData("""["ADDED"]""", "WrongType")]
    [InlineData("""{"type":"RENAMED","object":{}}""", "UnknownEvent")]
    public void What_is_no_event_is_unreadable_for_a_reason(string line, string reason) =>
        Assert.Equal(reason, Assert.Throws<UnreadableException>(() => WatchLine.Read(Encoding.UTF8.GetBytes(line))).Reason.ToString());

    private static List<string> Lines(IEnumerable<byte[]> pieces)
    {
        using var scanner = new LineScanner();
        List<string> lines = [];
        foreach (var piece in pieces)
        {
            ReadOnlySpan<byte> rest = piece;
            while (scanner.Next(ref rest))
                lines.Add(Encoding.UTF8.GetString(scanner.Line));
        }

        return lines;
    }
}
