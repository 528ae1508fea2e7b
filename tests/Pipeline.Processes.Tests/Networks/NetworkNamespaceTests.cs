using Pipeline.Sources.Processes.Networks;

namespace Pipeline.Processes.Tests.Networks;

public sealed class NetworkNamespaceTests
{
    [Fact]
    public void FiguresThatGoBackBeginAtTheReadingBefore()
    {
        var network = new NetworkNamespace();
        Assert.Equal(0, Read(network, 10, ("a", 5), ("b", 5)));
        Assert.Equal(0, Read(network, 20, ("a", 6), ("b", 5)));
        Assert.Equal(20, Read(network, 30, ("a", 5), ("b", 5)));
        Assert.Equal(20, Read(network, 40, ("a", 7), ("b", 5)));
        Assert.Equal(40, Read(network, 50, ("a", 0), ("b", 5)));
    }

    [Fact]
    public void AnInterfaceThatWasAwayBeginsAtTheReadingBefore()
    {
        var network = new NetworkNamespace();
        Read(network, 10, ("a", 5), ("b", 5));
        Read(network, 20, ("b", 5));
        Assert.Equal(20, Read(network, 30, ("a", 500)));
    }

    // The start of the first.
    private static long Read(NetworkNamespace network, long time, params (string Name, ulong Sent)[] interfaces)
    {
        var start = -1L;
        foreach (var (name, sent) in interfaces)
        {
            var figures = default(InterfaceFigures);
            figures[InterfaceFigures.Count - 1] = sent;
            var told = network.StartOf(System.Text.Encoding.UTF8.GetBytes(name), figures, time);
            start = start < 0 ? told : start;
        }

        network.Complete(time);
        return start;
    }
}
