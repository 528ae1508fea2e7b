using System.Collections.Concurrent;

namespace Pipeline.Host.Delivery;

/// <summary>Keeps a sink's empty requests for the next ones: no more than were at hand at once. Thread-safe.</summary>
internal sealed class RequestPool
{
    private readonly ConcurrentBag<Request> _free = [];

    public Request Rent() => _free.TryTake(out var request) ? request : new Request();

    public void Return(Request request)
    {
        request.Clear();
        _free.Add(request);
    }
}
