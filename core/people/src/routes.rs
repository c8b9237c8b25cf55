//! Routes with the permission each names, so that the gate can ask and a test can list them.

use std::sync::Arc;

use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{get, post};
use pages::Site;

use crate::role::Permission;

/// Who may come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RouteAccess {
    /// Anybody.
    Public,
    /// Anybody signed in; only for what concerns the login itself.
    SignedIn,
    /// Whoever has the permission at the place that the scope finds in the path.
    Needs(Permission, &'static str),
}

/// A route as `routes` lists it.
#[derive(Clone, Debug)]
pub struct RouteInfo {
    pub method: Method,
    pub path: &'static str,
    pub access: RouteAccess,
    /// Takes files: a larger body is let in.
    pub upload: bool,
}

/// Routes of an area.
#[derive(Default)]
pub struct Routes {
    pub router: Router<Arc<Site>>,
    pub infos: Vec<RouteInfo>,
}

impl Routes {
    /// A page to look at.
    pub fn get<H, T>(self, path: &'static str, access: RouteAccess, handler: H) -> Self
    where
        H: Handler<T, Arc<Site>>,
        T: 'static,
    {
        self.add(Method::GET, path, access, false, get(handler))
    }

    /// A form to send.
    pub fn post<H, T>(self, path: &'static str, access: RouteAccess, handler: H) -> Self
    where
        H: Handler<T, Arc<Site>>,
        T: 'static,
    {
        self.add(Method::POST, path, access, false, post(handler))
    }

    /// A form that may carry a photo.
    pub fn upload<H, T>(self, path: &'static str, access: RouteAccess, handler: H) -> Self
    where
        H: Handler<T, Arc<Site>>,
        T: 'static,
    {
        self.add(Method::POST, path, access, true, post(handler))
    }

    fn add(
        mut self,
        method: Method,
        path: &'static str,
        access: RouteAccess,
        upload: bool,
        to: axum::routing::MethodRouter<Arc<Site>>,
    ) -> Self {
        self.infos.push(RouteInfo { method, path, access, upload });
        self.router = self.router.route(path, to);
        self
    }
}
