namespace Pipeline.Host.Topology;

/// <summary>Ends plugin instances, whatever they are.</summary>
internal static class PluginInstance
{
    /// <summary>Disposes the instance if it wants to be. Its exceptions are the caller's to log.</summary>
    public static async ValueTask DisposeAsync(object instance)
    {
        switch (instance)
        {
            case IAsyncDisposable asynchronous:
                await asynchronous.DisposeAsync().ConfigureAwait(false);
                break;
            case IDisposable disposable:
                disposable.Dispose();
                break;
        }
    }
}
