mod cases;
mod diagnostic_pages;
mod diagnostic_render;
