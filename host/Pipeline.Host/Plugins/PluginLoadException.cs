namespace Pipeline.Host.Plugins;

/// <summary>A plugin's assembly cannot be used; the message says why, for the user.</summary>
internal sealed class PluginLoadException(string message, Exception? inner = null) : Exception(message, inner)
{
}
