using Pipeline.Kubernetes.Tests.Support;
using Pipeline.Transforms.Kubernetes.Api;
using Pipeline.Transforms.Kubernetes.Api.Following;
using Pipeline.Transforms.Kubernetes.Api.Requests;
using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Kubernetes.Tests.Api;

public sealed class FeedLogTests
{
    private static readonly Resource Pods = Resource.Of(ObjectKind.Pod), Nodes = Resource.Of(ObjectKind.Node);

    private readonly ManualTime _time = new();
    private readonly CapturedLog _lines = new();
    private readonly FeedLog _log;

    public FeedLogTests() => _log = new FeedLog(_lines, _time);

    [Fact]
    public void Outage_that_all_requests_meet_is_one_line_and_so_is_its_end()
    {
        for (var i = 0; i < 5; i++)
        {
            _log.Fail(Pods, new ApiException("unreachable", "nobody listens"));
            _log.Fail(Nodes, new ApiException("unreachable", "nobody listens"));
            _time.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Single(_lines.Lines);
        _log.Recover(Nodes);
        Assert.Single(_lines.Lines);
        _log.Recover(Pods);
        _log.Recover(Pods);
        Assert.Equal("pods are told again, after 50 s", Assert.Single(_lines.Lines.Skip(1)).Text);
    }

    [Fact]
    public void Outage_that_goes_on_as_another_ends_once()
    {
        _log.Fail(Pods, new ApiException("unreachable", "nobody listens"));
        _time.Advance(TimeSpan.FromSeconds(10));
        _log.Fail(Pods, new ApiException("http_503", "not ready"));
        _time.Advance(TimeSpan.FromSeconds(10));
        _log.Recover(Pods);
        Assert.Equal(3, _lines.Lines.Count);
        Assert.Equal("pods are told again, after 20 s", _lines.Lines.Last().Text);
    }

    [Fact]
    public void Server_that_comes_and_goes_is_told_of_once_a_minute()
    {
        for (var i = 0; i < 120; i++)
        {
            _log.Fail(Pods, new ApiException("unreachable", "nobody listens"));
            _log.Recover(Pods);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(4, _lines.Lines.Count);
    }
}
